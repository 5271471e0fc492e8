// Loaded before a server under attack: reports its resources, and changes nothing.
import { readdirSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';

/** The process at one moment, after garbage collection. */
export type Resources = {
  /** Bytes of objects. */
  readonly heapMb: number;
  /** Bytes of buffers, and of other memory that V8 attributes to objects. */
  readonly externalMb: number;
  /** Resident bytes outside of the heap, without the free pages of V8, which vary. */
  readonly outsideMb: number;
  readonly rssMb: number;
  /** Open file descriptors; 0 if the system does not list them. */
  readonly fds: number;
  /** Active resources of the event loop, the channel of this probe included. */
  readonly handles: number;
};

const MB = 1024 * 1024;

/** Writes a line into the server's log synchronously, because the process may end at once. */
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
    // Reading the list opens one more descriptor.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return 0;
  }
}

export async function resources(): Promise<Resources> {
  // The second collection frees what the first one has finalized.
  for (let round = 0; round < 3; round += 1) {
    // The mode that V8 uses when memory is short: otherwise it keeps free pages.
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

process.on('message', (request) => {
  if (request === 'vitals') void resources().then((now) => process.send?.(now));
});
// If the parent process is killed, the server must not stay.
process.on('disconnect', () => process.exit());
// The channel must not keep the process of an ended server alive.
process.channel?.unref();
