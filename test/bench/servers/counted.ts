// turnkeeper with counters that are the same on any machine: writes, appends, promises, timers, bytes of heap.
import { createHook } from 'node:async_hooks';
import { createServer as createHttp } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PerformanceObserver } from 'node:perf_hooks';
import ticTacToe from '../../../games/tic-tac-toe/game.ts';
import { createLog, createServer } from '../../../src/server/index.ts';
import { memoryStorage } from '../../../src/store/index.ts';

export type Counts = {
  /** Socket writes of the server: each is a system call. */
  readonly writes: number;
  readonly appends: number;
  /** Async resources. Counted only if the program is started with `async`, because counting is expensive. */
  readonly promises: number;
  readonly timers: number;
  /** `nextTick`, immediates and microtasks. */
  readonly ticks: number;
  /** Bytes in use. Without a garbage collection in between, the growth is what was allocated. */
  readonly heap: number;
  /** Garbage collections. */
  readonly collections: number;
};

const counts = { writes: 0, appends: 0, promises: 0, timers: 0, ticks: 0, collections: 0 };

function countResources(): void {
  const kinds: Readonly<Record<string, 'promises' | 'timers' | 'ticks'>> = {
    ...{
      PROMISE: 'promises',
      Timeout: 'timers',
      TickObject: 'ticks',
      Immediate: 'ticks',
      Microtask: 'ticks',
    },
  };
  createHook({
    init(_id, type) {
      const kind = kinds[type];
      if (kind !== undefined) counts[kind] += 1;
    },
  }).enable();
}

function countWrites(socket: Socket): void {
  const { _write: write, _writev: writev } = socket;
  socket._write = function counted(...args) {
    counts.writes += 1;
    write.apply(this, args);
  };
  if (writev === undefined) return;
  socket._writev = function counted(...args) {
    counts.writes += 1;
    writev.apply(this, args);
  };
}

const storage = memoryStorage();
const append = storage.rooms.append.bind(storage.rooms);
storage.rooms.append = (...args) => {
  counts.appends += 1;
  append(...args);
};
const many = 1_000_000;
const server = createServer({
  games: [ticTacToe],
  storage,
  log: createLog({ level: 'warn' }),
  limits: { messagesPerSecond: many, messageBurst: many, createdPerMinute: many },
});
const http = createHttp(server.requestListener);
http.on('connection', countWrites);
server.attach(http);

new PerformanceObserver((list) => {
  counts.collections += list.getEntries().length;
}).observe({ entryTypes: ['gc'] });

/** Uses no promises, because promises are counted. */
const afterTurns = (turns: number, run: () => void): void => {
  if (turns === 0) run();
  else setImmediate(() => afterTurns(turns - 1, run));
};

/** `before`: collects all garbage first. */
function report(request: 'before' | 'after'): void {
  if (request === 'before') globalThis.gc?.();
  // The observer receives the entry of a collection in a later turn of the event loop.
  afterTurns(3, () => {
    const { heapUsed, external } = process.memoryUsage();
    process.send?.({ answer: { ...counts, heap: heapUsed + external } satisfies Counts });
  });
}

process.on('message', ({ type }: { readonly type: 'before' | 'after' | 'end' }) => {
  if (type === 'end') process.exit();
  else report(type);
});
process.on('disconnect', () => process.exit());

http.listen(0, '127.0.0.1', () => {
  process.send?.({ address: `127.0.0.1:${(http.address() as AddressInfo).port}` });
  if (process.argv[2] === 'async') countResources();
});
