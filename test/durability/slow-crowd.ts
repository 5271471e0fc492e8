// Timed chat in many rooms while a few connections ask for much data, and read it or do not.
import { onTestFinished } from 'vitest';
import { SUBPROTOCOL } from '../../src/protocol/index.ts';
import { type RawClient, rawClient } from '../../src/testing/index.ts';
import { openSocket } from '../../src/testing/transport.ts';

const TABLES = 100;
/** 1 % of the 200 players. */
export const FEW = 2;
/** Lines of each room in one round, so that 4,000 deliveries are timed. */
const LINES = 40;
/** Lines of 8 KB: more than the buffers of the kernel (10 MB were seen) and the hard limit of a queue hold together. */
const MUCH = 1_500;
/** 12 MB more than that, so that memory without a limit can be seen. */
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

/** A player alone in a room, who writes long lines and gets each one back. */
async function talker(
  url: string,
): Promise<{ talk: (lines?: number) => Promise<void>; pause: () => void; end: () => void }> {
  const line = openSocket(url, SUBPROTOCOL);
  const client = await rawClient(url, { createSocket: () => line.socket });
  await client.hello();
  const room = await tableOf(client);
  return {
    // In portions, as a network would deliver them.
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

/** Times from sending a line to its delivery to the other player, in ms. The two players take turns. */
async function conversation({ room, pair }: Table, times: number[]): Promise<void> {
  for (let i = 0; i < LINES; i += 1) {
    const [from, to] = i % 2 === 0 ? pair : [pair[1], pair[0]];
    const at = performance.now();
    const delivered = to.next('chat').then(() => times.push(performance.now() - at));
    await Promise.all([from.ask('chat', { room, text: `${i}` }), delivered]);
  }
}

/** The 99th percentile of the delivery times, in ms. The few ask for the same data whether they read or not. */
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

/** This many clients ask for much data and never read. They are still connected when this resolves. */
export async function slowReaders(url: string, count: number): Promise<void> {
  const talkers = await Promise.all(Array.from({ length: count }, () => talker(url)));
  for (const { pause } of talkers) pause();
  await Promise.all(talkers.map(({ talk }) => talk(MORE)));
  onTestFinished(() => {
    for (const { end } of talkers) end();
  });
}
