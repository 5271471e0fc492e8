// Loaded into a server process before the server (`--import`). Reports its CPU time, traffic and memory.
import diagnostics from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

export type Usage = {
  /** User and system time of all threads since the start, in microseconds. */
  readonly cpu: number;
  /** Bytes on all open sockets, from and to clients. */
  readonly bytesIn: number;
  readonly bytesOut: number;
};

export type Memory = {
  /** Bytes, after garbage collection. */
  readonly rss: number;
  /** The heap and the external memory that it refers to. */
  readonly heap: number;
};

export type ProbeRequest = 'usage' | 'memory' | 'end';

const sockets = new Set<Socket>();
// The cost is one set entry for each socket. A measure with many reconnects switches it off.
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
  // One collection finalizes objects, the next one frees them.
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc?.();
    await nextTurn();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}

process.on('message', (request: { readonly type?: ProbeRequest }) => {
  if (request.type === 'usage') process.send?.({ answer: usage() });
  if (request.type === 'memory') void memory().then((answer) => process.send?.({ answer }));
  // A regular exit, so that the CPU profile is written.
  if (request.type === 'end') process.exit();
});
// If the benchmark is killed, the server ends, too.
process.on('disconnect', () => process.exit());
process.channel?.unref();
