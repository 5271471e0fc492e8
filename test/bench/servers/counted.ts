// turnkeeper with counters of what a move costs on any machine: writes, appends, promises, timers, bytes of heap.
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
  /** Async resources; counted only if the program was started with `async`, because counting them costs much itself. */
  readonly promises: number;
  readonly timers: number;
  /** `nextTick`, immediates and microtasks. */
  readonly ticks: number;
  /** Bytes in use. Without a collection in between, the growth is what was allocated. */
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

/** Without promises, which are counted. */
const afterTurns = (turns: number, run: () => void): void => {
  if (turns === 0) run();
  else setImmediate(() => afterTurns(turns - 1, run));
};

/** `from`: collects all garbage first. */
function answer(ask: 'from' | 'to'): void {
  if (ask === 'from') globalThis.gc?.();
  // The observer gets the entry of a collection in a later turn of the event loop.
  afterTurns(3, () => {
    const { heapUsed, external } = process.memoryUsage();
    process.send?.({ answer: { ...counts, heap: heapUsed + external } satisfies Counts });
  });
}

process.on('message', ({ ask }: { readonly ask: 'from' | 'to' | 'end' }) => {
  if (ask === 'end') process.exit();
  else answer(ask);
});
process.on('disconnect', () => process.exit());

http.listen(0, '127.0.0.1', () => {
  process.send?.({ at: `127.0.0.1:${(http.address() as AddressInfo).port}` });
  if (process.argv[2] === 'async') countResources();
});
