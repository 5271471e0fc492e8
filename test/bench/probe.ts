// Loaded into a server process before the server itself (`--import`): tells what the operating system charged it.
import diagnostics from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

export type Usage = {
  /** User and system time of all threads since the start, in microseconds. */
  readonly cpu: number;
  /** Bytes on the wire of all sockets that are open, from and to clients. */
  readonly bytesIn: number;
  readonly bytesOut: number;
};

export type Memory = {
  /** Bytes, after garbage collection. */
  readonly rss: number;
  /** The heap and what hangs on it outside of it. */
  readonly heap: number;
};

export type ProbeQuestion = 'usage' | 'memory' | 'end';

const sockets = new Set<Socket>();
// A set entry a socket is all that this costs; who reconnects a lot switches it off.
if (process.env.BENCH_TRAFFIC === 'on') {
  diagnostics.subscribe('net.server.socket', (message) => {
    sockets.add((message as { socket: Socket }).socket);
  });
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  let [bytesIn, bytesOut] = [0, 0];
  for (const socket of sockets) {
    bytesIn += socket.bytesRead;
    bytesOut += socket.bytesWritten;
  }
  return { cpu: user + system, bytesIn, bytesOut };
}

async function memory(): Promise<Memory> {
  // What one collection finalizes, the next one frees.
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}

process.on('message', (asked: { readonly ask?: ProbeQuestion }) => {
  if (asked.ask === 'usage') process.send?.({ answer: usage() });
  if (asked.ask === 'memory') void memory().then((answer) => process.send?.({ answer }));
  // In order, so that a profile is written.
  if (asked.ask === 'end') process.exit();
});
// A bench that was killed leaves no server behind.
process.on('disconnect', () => process.exit());
process.channel?.unref();
