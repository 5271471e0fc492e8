// Loaded into a server process under attack, before the server itself: tells how it fares, and changes nothing.
import { readdirSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** The process at one moment, after garbage collection. */
export type Vitals = {
  readonly heapMb: number;
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

export async function vitals(): Promise<Vitals> {
  // What one collection finalizes, the next one frees.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return {
    heapMb: heapUsed / MB,
    rssMb: rss / MB,
    fds: openFiles(),
    handles: process.getActiveResourcesInfo().length,
  };
}

process.on('message', (asked) => {
  if (asked === 'vitals') void vitals().then((now) => process.send?.(now));
});
// Whoever watches may have been killed: a server that nobody knows of must not stay.
process.on('disconnect', () => process.exit());
// Listening to the channel must not keep alive a server that has ended.
process.channel?.unref();
