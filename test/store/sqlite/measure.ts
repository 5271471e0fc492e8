// A program that measures the store on this machine: `node test/store/sqlite/measure.ts [rate …]`, appends a second.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStorage, openSqlite, type Storage, type Store } from '../../../src/store/index.ts';

const ROOMS = 1_000;
const SECONDS = 5;
const event = {
  kind: 'intent',
  seat: 1,
  seq: 17,
  player: 'V1StGXR8_Z5jdHi6B-myT',
  intent: { cell: 4 },
  at: 1.7e12,
};

/** Appends to the rooms in turn, `rate` a second whatever the disk does. Resolves with the ms until each was settled. */
function offer(store: Store, rate: number, prefix: string): Promise<number[]> {
  const took: number[] = [];
  const last = new Array<number>(ROOMS).fill(0);
  const total = rate * SECONDS;
  const start = performance.now();
  let made = 0;
  const append = (done: () => void): void => {
    const [at, index] = [performance.now(), made++ % ROOMS];
    const expected = last[index] ?? 0;
    last[index] = expected + 1;
    store.append(
      { room: prefix + index, epoch: 1, expected },
      { revision: expected + 1, event },
      (outcome) => {
        if (outcome !== 'stored') throw new Error(outcome);
        if (took.push(performance.now() - at) === total) done();
      },
    );
  };
  return new Promise((resolve) => {
    const pace = setInterval(() => {
      const due = Math.min(total, ((performance.now() - start) / 1_000) * rate);
      while (made < due) append(() => resolve(took));
      if (made === total) clearInterval(pace);
    }, 1);
  });
}

async function cpuOfMain(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

async function measure(storage: Storage, rate: number) {
  let took: number[] = [];
  const micros = await cpuOfMain(async () => {
    took = await offer(storage.rooms, rate, `${rate}-`);
  });
  took.sort((a, b) => a - b);
  const at = (part: number): string => (took[Math.floor(took.length * part)] ?? 0).toFixed(2);
  return { p50: at(0.5), p99: at(0.99), max: at(0.9999), micros: micros / took.length };
}

async function measureReopening(folder: string): Promise<void> {
  const start = performance.now();
  const storage = await openSqlite({ folder });
  const rooms = await storage.rooms.rooms();
  const known = performance.now() - start;
  await Promise.all(rooms.map((room) => storage.rooms.claim(room)));
  const claimed = performance.now() - start;
  console.log(
    `${rooms.length} rooms: known after ${known.toFixed(0)} ms, all claimed after ${claimed.toFixed(0)} ms`,
  );
  await storage.close();
}

const rates = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'turnkeeper-measure-'));
const storage = await openSqlite({ folder });
await measure(storage, 500);
for (const rate of rates.length > 0 ? rates : [1_000, 5_000]) {
  const idle = await measure(memoryStorage(), rate);
  const { p50, p99, max, micros } = await measure(storage, rate);
  const cost = (micros - idle.micros).toFixed(1);
  console.log(
    `${rate}/s: settled p50 ${p50} ms, p99 ${p99} ms, p99.99 ${max} ms; main thread ${cost} µs an append`,
  );
}
await storage.close();
await measureReopening(folder);
rmSync(folder, { recursive: true });
