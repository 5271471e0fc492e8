// Reads the system calls of a server under strace: was each accepted intent on disk before the server sent it?
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RawClient, rawClient } from '../../src/testing/index.ts';
import { freshFolder, type Serving } from './serving.ts';

export const hasStrace = spawnSync('strace', ['-V']).status === 0;

/** As a grandchild (-D), so that signals reach the server itself; long enough (-s) for a page of SQLite's. */
const strace = (file: string): string[] => [
  ...['strace', '-D', '-f', '-y', '-s', '4200', '-o', file],
  ...['-e', 'trace=write,writev,sendto,sendmsg,pwrite64,fdatasync,fsync'],
];

export type Order = {
  /** Messages with an accepted intent, to all members. */
  readonly sent: number;
  /** Messages that were sent before the sync of the intent's entry had returned. */
  readonly early: number;
};

const MATCHES = 6;
/** Moves after which seat 0 has three in a row. */
const CELLS = [0, 3, 1, 4, 2];
/** Each intent is answered to its sender and sent to the other player. */
export const SENT = MATCHES * CELLS.length * 2;

/** `serve` gets the folder, and the command under which the server runs. */
export async function orderOf(
  serve: (how: { readonly folder: string; readonly under: readonly string[] }) => Promise<Serving>,
): Promise<Order> {
  const trace = join(freshFolder(), 'trace');
  const { server, url } = await serve({ folder: freshFolder(), under: strace(trace) });
  await server.start();
  const accepted = await played(url);
  await server.drain();
  return orderIn(readFileSync(trace, 'utf8').split('\n'), accepted);
}

/** Plays some matches, each in its own room. Returns the seq of every intent by room and revision. */
async function played(url: string): Promise<Map<string, number>> {
  const [ann, bob] = await Promise.all([rawClient(url), rawClient(url)]);
  await Promise.all([ann.hello({ name: 'Ann' }), bob.hello({ name: 'Bob' })]);
  const accepted = new Map<string, number>();
  for (let match = 0; match < MATCHES; match += 1) {
    const { room } = await ann.expect('joined', ['room.create', { game: 'tic-tac-toe' }]);
    await bob.expect('joined', ['room.join', { room }]);
    for (const [move, cell] of CELLS.entries()) {
      // Each seq is used once, because it identifies an entry in the trace.
      const seq = match * CELLS.length + move + 1;
      const { revision } = await place(move % 2 === 0 ? ann : bob, { room, seq, cell });
      accepted.set(`${room} ${revision}`, seq);
    }
    for (const player of [ann, bob]) await player.expect('left', ['room.leave', { room }]);
  }
  return accepted;
}

/** The payload of the diff that answers the intent; throws if the intent is refused. */
export function place(player: RawClient, { room, seq, cell }: { room: string; seq: number; cell: number }) {
  return player.expect('diff', ['intent', { room, seq, intent: { type: 'place', cell } }]);
}

function orderIn(calls: readonly string[], accepted: ReadonlyMap<string, number>): Order {
  const [written, durable] = [new Set<number>(), new Set<number>()];
  let [sent, early] = [0, 0];
  for (const call of calls) {
    if (/ pwrite64\(\d+<[^>]*-wal>/.test(call)) for (const seq of seqsIn(call)) written.add(seq);
    // A call has ended when it returns, on its own line or on the line of the call.
    if (/(fdatasync|fsync)(\(\d+<[^>]*-wal>\)| resumed>.*) += 0/.test(call)) {
      for (const seq of written) durable.add(seq);
    }
    if (!/ (write|writev|sendto|sendmsg)\(\d+<(socket|TCP)/.test(call)) continue;
    for (const seq of toldIn(call, accepted)) {
      sent += 1;
      if (!durable.has(seq)) early += 1;
    }
  }
  return { sent, early };
}

/** The seqs of the intents on a page of the log. A row of the journal is JSON within JSON: each quote is escaped. */
function seqsIn(call: string): number[] {
  const page = call.replaceAll('\\\\\\"', '\\"');
  return [...page.matchAll(/\\"type\\":\\"intent\\"[^}]*?\\"seq\\":(\d+)/g)].map(([, seq]) => Number(seq));
}

/** The seqs of the intents whose diffs are in a sent text. */
function toldIn(call: string, accepted: ReadonlyMap<string, number>): number[] {
  const diffs = call.matchAll(/\\"type\\":\\"diff\\".*?\\"room\\":\\"([\w-]+)\\",\\"revision\\":(\d+)/g);
  return [...diffs].flatMap(([, room, revision]) => accepted.get(`${room} ${revision}`) ?? []);
}
