// A few clients that do not read must not delay the others, nor cost the server more memory than the bound.
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultLimits } from '../../src/server/index.ts';
import { runs } from '../long.ts';
import { generousFlags } from '../programs/chaos-run.ts';
import { serve, startServer } from '../programs/fuzz-server.ts';
import type { Queued } from './queue-probe.ts';
import { freshFolder, product, type Serving } from './serving.ts';
import { FEW, round, seatedTables, slowReaders } from './slow-crowd.ts';

const ROUNDS = runs(3, 9);

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function closed({ url }: Serving): Promise<number> {
  const metrics = await (await fetch(url.replace(/^ws(.*)\/ws$/, 'http$1/metrics'))).text();
  return Number(/^turnkeeper_connections_ended_total\{end="tooSlow"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
}

/**
 * The ratio of a round with slow readers to the round next to it, the median of several. Both run in turn, and
 * each is compared with its neighbour, so that other work of the machine affects both.
 */
async function worsening(url: string): Promise<number> {
  const tables = await seatedTables(url);
  await round(url, tables, 'read');
  const ratios: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const order = i % 2 === 0 ? (['read', 'pause'] as const) : (['pause', 'read'] as const);
    const [first, second] = [await round(url, tables, order[0]), await round(url, tables, order[1])];
    ratios.push(order[0] === 'read' ? second / first : first / second);
  }
  for (const { pair } of tables) for (const client of pair) client.close();
  console.log(`p99 with 1 % slow readers, relative to none: ${ratios.map((r) => r.toFixed(2))}`);
  return median(ratios);
}

const flags = ['--chat-characters', '2000', '--sessions-per-minute', '1000000'];

test('[T11] [C5] with 1 % of clients that do not read, the p99 of the others is at most 1.2 times as long', async () => {
  const serving = await product({ folder: freshFolder(), flags });
  await serving.server.start();
  // A second try, because the machine may have had other work during all of the first.
  const worse = await worsening(serving.url);
  expect(worse <= 1.2 ? worse : await worsening(serving.url)).toBeLessThanOrEqual(1.2);
  expect(await closed(serving)).toBeGreaterThanOrEqual(FEW * ROUNDS);
});

describe('[T11] [C5] the memory for clients that do not read', () => {
  const SLOW = 8;
  /** A queue may exceed its limit by one line, and by what one tick collects. */
  const bound = SLOW * (defaultLimits.hardBytes + 64 * 1024);
  const probe = join(import.meta.dirname, 'queue-probe.ts');

  /** Clients ask for much data and read none of it. `queued`: bytes that wait for them; `closed`: how many were closed. */
  async function startSlowReaders(...before: readonly string[]) {
    const program = serve('--data', freshFolder(), ...generousFlags, ...flags);
    const server = await startServer(program, probe, ...before);
    onTestFinished(() => server.stop());
    const closed = (): Promise<number> => server.metric('turnkeeper_connections_ended_total{end="tooSlow"}');
    const queued = async (): Promise<number> => (await server.ask<Queued>('queued')) ?? Number.NaN;
    const started = slowReaders(`${server.url.replace('http', 'ws')}/ws`, SLOW);
    return { started, closed, queued };
  }

  test('is bounded, and then they are closed', async () => {
    const { started, closed, queued } = await startSlowReaders();
    let most = 0;
    const watched = async (): Promise<number> => {
      most = Math.max(most, await queued());
      return closed();
    };
    await expect.poll(watched, { timeout: 60_000, interval: 10 }).toBe(SLOW);
    await started;
    console.log(`queued for ${SLOW} slow readers: ${most} bytes at most, of ${bound}`);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(bound);
    await expect.poll(queued).toBe(0);
  });

  test('[T21] grows without the send-queue bound', async () => {
    const { started, closed, queued } = await startSlowReaders(join(import.meta.dirname, 'hidden-queues.ts'));
    await started;
    await expect.poll(queued, { timeout: 60_000 }).toBeGreaterThan(2 * bound);
    console.log(`without the bound: ${await queued()} bytes`);
    expect(await closed()).toBe(0);
  });
});
