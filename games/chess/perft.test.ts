import { describe, expect, test } from 'vitest';
import { type AnyIntent, type Match, rulesOf, type Seat } from '../../src/game/index.ts';
import { startTestServer } from '../../src/testing/index.ts';
import chess from './game.ts';

/** The number of move sequences by length (perft): published numbers, for positions that contain every special move. */
const positions = [
  ['the start', 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1', [20, 400, 8902]],
  ['Kiwipete', 'r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1', [48, 2039]],
  ['position 3', '8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1', [14, 191, 2812]],
] as const;

const rules = rulesOf(chess);
const onlyMoves = (intents: readonly unknown[]) =>
  (intents as readonly AnyIntent[]).filter(({ type }) => type === 'move');

function begin(fen: string): Match {
  const checked = rules.checkOptions({ fen });
  if (!checked.ok) throw new Error(checked.message);
  return rules.begin({ seats: 2, seed: 'unused', options: checked.options }, 0);
}

/** A promotion counts once for each piece. */
function perft(match: Match, seat: Seat, depth: number): number {
  const moves = onlyMoves(rules.legal(match, seat, 0).intents);
  if (depth === 1) return moves.length;
  return moves.reduce((sum, move) => {
    const after = rules.take(match, seat, move, 0);
    if ('refused' in after) throw new Error(`refused what was legal: ${JSON.stringify(move)}`);
    return sum + perft(after, 1 - seat, depth - 1);
  }, 0);
}

describe.each(positions)('from %s', (_, fen, counts) => {
  test(`the legal moves give ${counts.join(', ')} sequences`, () => {
    expect(counts.map((_, depth) => perft(begin(fen), 0, depth + 1))).toEqual(counts);
  });

  test(`over the protocol it is ${counts[0]} moves, and ${counts[1]} with the answers`, async () => {
    await using server = await startTestServer({ games: [chess], transport: 'linked' });
    const [white, black] = [server.connect({ name: 'White' }), server.connect({ name: 'Black' })];
    async function seated() {
      const rooms = [await white.create('chess', { visibility: 'private', options: { fen } })];
      rooms.push(await black.join({ room: rooms[0]?.id ?? '' }));
      return rooms as [(typeof rooms)[0], (typeof rooms)[0]];
    }
    const [first] = await seated();
    const { intents: all, complete } = await first.legal();
    const moves = onlyMoves(all);
    expect(complete).toBe(true);
    expect(moves).toHaveLength(counts[0]);
    let answers = 0;
    for (const move of moves) {
      const [mine, theirs] = await seated();
      expect(await mine.send(move)).toMatchObject({ ok: true });
      answers += onlyMoves((await theirs.legal()).intents).length;
      await Promise.all([mine.leave(), theirs.leave()]);
    }
    expect(answers).toBe(counts[1]);
  });
});
