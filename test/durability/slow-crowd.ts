// Talk at many tables, timed, while a few connections ask for much: who reads what they asked for, or does not.
import { onTestFinished } from 'vitest';
import { SUBPROTOCOL } from '../../src/protocol/index.ts';
import { type RawClient, rawClient } from '../../src/testing/index.ts';
import { openSocket } from '../../src/testing/transport.ts';

const TABLES = 100;
/** Of 200 at the tables: 1 %. */
export const FEW = 2;
/** Lines of each table in one round: 4,000 deliveries are timed. */
const LINES = 40;
/** Of 8 KB each: more than the kernel's buffers (10 MB were seen) and a queue's hard limit take together. */
const MUCH = 1_500;
/** Twelve MB more than that: what is kept without a limit stands out. */
const MORE = 3_000;
const long = '😀'.repeat(2_000);

export type Pair = readonly [RawClient, RawClient];
export type Table = { readonly room: string; readonly pair: Pair };

export async function seatedTables(url: string): Promise<Table[]> {
  const tables: Table[] = [];
  for (let i = 0; i < TABLES; i += 1) {
    const pair = [await guest(url), await guest(url)] as const;
    const room = await tableOf(pair[0]);
    await pair[1].expect('joined', ['room.join', { room }]);
    tables.push({ room, pair });
  }
  return tables;
}

async function guest(url: string): Promise<RawClient> {
  const client = await rawClient(url);
  await client.hello();
  return client;
}

const tableOf = async (client: RawClient): Promise<string> =>
  (await client.expect('joined', ['room.create', { game: 'tic-tac-toe', visibility: 'private' }])).room;

/** One who talks to nobody, at length, and hears every line of it again. */
async function talker(
  url: string,
): Promise<{ talk: (lines?: number) => Promise<void>; pause: () => void; end: () => void }> {
  const line = openSocket(url, SUBPROTOCOL);
  const client = await rawClient(url, { createSocket: () => line.socket });
  await client.hello();
  const room = await tableOf(client);
  return {
    // In portions, as a network would bring it.
    talk: async (lines = MUCH) => {
      for (let said = 0; said < lines; said += 1) {
        client.send({ type: 'chat', payload: { room, text: long } });
        if (said % 25 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    pause: line.pause,
    end: line.cut,
  };
}

/** From saying a line to the other's hearing it, ms; the two take turns. */
async function conversation({ room, pair }: Table, times: number[]): Promise<void> {
  for (let i = 0; i < LINES; i += 1) {
    const [from, to] = i % 2 === 0 ? pair : [pair[1], pair[0]];
    const at = performance.now();
    const heard = to.next('chat').then(() => times.push(performance.now() - at));
    await Promise.all([from.ask('chat', { room, text: `${i}` }), heard]);
  }
}

/** The 99th percentile of what the tables waited, ms. The few ask for the same in both; in one they read it. */
export async function round(url: string, tables: readonly Table[], few: 'read' | 'pause'): Promise<number> {
  const talkers = await Promise.all(Array.from({ length: FEW }, () => talker(url)));
  if (few === 'pause') for (const { pause } of talkers) pause();
  const times: number[] = [];
  await Promise.all([
    ...talkers.map(({ talk }) => talk()),
    ...tables.map((table) => conversation(table, times)),
  ]);
  for (const { end } of talkers) end();
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

/** So many ask for a great deal and never read; still there when this resolves. */
export async function deaf(url: string, count: number): Promise<void> {
  const talkers = await Promise.all(Array.from({ length: count }, () => talker(url)));
  for (const { pause } of talkers) pause();
  await Promise.all(talkers.map(({ talk }) => talk(MORE)));
  onTestFinished(() => {
    for (const { end } of talkers) end();
  });
}
