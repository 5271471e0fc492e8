// Loaded into a server process under attack, before the server itself: tells how it fares, and changes nothing.
import { readdirSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';

/** The process at one moment, after garbage collection. */
export type Resources = {
  /** Objects that are held. */
  readonly heapMb: number;
  /** Buffers that are held, and what else V8 knows to hang on objects. */
  readonly externalMb: number;
  /** What is resident and no part of the heap: V8's free pages, which come and go as it likes, are left out. */
  readonly outsideMb: number;
  readonly rssMb: number;
  /** Open file descriptors; 0 where the system does not list them. */
  readonly fds: number;
  /** What keeps the event loop going, the channel of this probe included. */
  readonly handles: number;
};

const MB = 1024 * 1024;

/** A line among those of the server's own log, written at once: the process may have no next moment. */
function fault(kind: string, error: unknown): void {
  const stack = error instanceof Error ? error.stack : String(error);
  writeSync(1, `${JSON.stringify({ level: 60, msg: kind, stack })}\n`);
}

process.on('uncaughtExceptionMonitor', (error, origin) => fault(origin, error));
process.on('warning', (warning) => {
  if (warning.name === 'MaxListenersExceededWarning') fault('leaking listeners', warning);
});

function openFiles(): number {
  try {
    // Reading the list opens one more.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return 0;
  }
}

export async function resources(): Promise<Resources> {
  // What one collection finalizes, the next one frees.
  for (let round = 0; round < 3; round += 1) {
    // The thoroughness that V8 keeps for when memory runs out: else it holds on to pages that are free, as it likes.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await nextTurn();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heapMb: heapUsed / MB,
    externalMb: external / MB,
    outsideMb: (rss - getHeapStatistics().total_physical_size) / MB,
    rssMb: rss / MB,
    fds: openFiles(),
    handles: process.getActiveResourcesInfo().length,
  };
}

process.on('message', (asked) => {
  if (asked === 'vitals') void resources().then((now) => process.send?.(now));
});
// Whoever watches may have been killed: a server that nobody knows of must not stay.
process.on('disconnect', () => process.exit());
// Listening to the channel must not keep alive a server that has ended.
process.channel?.unref();
