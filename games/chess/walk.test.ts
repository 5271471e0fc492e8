import { Chess } from 'chess.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Match, type OptionsOf, rulesOf } from '../../src/game/index.ts';
import { playMatch, randomBut, startTestServer } from '../../src/testing/index.ts';
import chess from './game.ts';

const rules = rulesOf(chess);
const checked = rules.checkOptions({});
if (!checked.ok) throw new Error(checked.message);
const { options } = checked;
const defaults = options as unknown as OptionsOf<typeof chess>;
const playsOn = randomBut(({ type }) => type === 'resign' || type === 'acceptDraw');

type View = { readonly fen: string; readonly turn: number | null; readonly history: string[] };
const viewOf = (match: Match) => rules.view(match) as unknown as View;

/** Random moves until the match ends or the dice are used up; draws are offered and declined on the way. */
function* walk(dice: readonly number[]): Generator<Match> {
  let match = rules.begin({ seats: 2, seed: 'unused', options }, 0);
  for (const [count, pick] of dice.entries()) {
    const seat = pick % 5 === 0 ? 1 - (viewOf(match).turn ?? 0) : (viewOf(match).turn ?? 0);
    const { intents } = rules.legal(match, seat, count);
    const going = intents.filter(({ type }) => !['resign', 'acceptDraw', 'claimDraw'].includes(type));
    const intent = going[pick % Math.max(1, going.length)];
    if (match.outcome || !intent) continue;
    const after = rules.take(match, seat, intent, count);
    if ('refused' in after) throw new Error(`refused what was legal: ${JSON.stringify(intent)}`);
    match = after;
    yield match;
  }
}

test('random matches agree with chess.js, move by move and in how they end', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 120, maxLength: 120 }), (dice) => {
      const peer = new Chess();
      let moves = 0;
      for (const match of walk(dice)) {
        const { fen, turn, history } = viewOf(match);
        if (history.length > moves) peer.move(history.at(-1) ?? '');
        moves = history.length;
        expect(fen).toBe(peer.fen());
        expect(match.outcome !== null).toBe(turn === null);
        // Draws that must be claimed do not end the match, and are not compared.
        const over = peer.isCheckmate() || peer.isStalemate() || peer.isInsufficientMaterial();
        if (over) expect(match.outcome).not.toBe(null);
        if (match.outcome) continue;
        const legal = rules.legal(match, turn ?? 0, 0).intents.filter(({ type }) => type === 'move');
        expect(legal).toHaveLength(peer.moves().length);
        expect(match.deadlines).toHaveLength(1);
      }
    }),
    { numRuns: 8 },
  );
});

test('saving and loading at any point makes no difference', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 20, maxLength: 20 }), (dice) => {
      for (const match of walk(dice)) {
        const back = rules.load(JSON.parse(JSON.stringify(rules.save(match))));
        expect(rules.view(back)).toEqual(rules.view(match));
        expect([0, 1].map((seat) => rules.legal(back, seat, 0))).toEqual(
          [0, 1].map((seat) => rules.legal(match, seat, 0)),
        );
      }
    }),
    { numRuns: 10 },
  );
});

test('over a real server two players finish a match, and every legal intent is accepted', async () => {
  await using server = await startTestServer({ games: [chess] });
  const { outcome, rejections } = await playMatch(server, {
    game: chess,
    strategies: [playsOn, playsOn],
    options: { ...defaults, fen: '7k/8/8/8/8/8/R7/1R2K3 w - - 120 90' },
    seed: 4,
  });
  expect(rejections).toEqual([[], []]);
  expect(['resigned', 'left', 'time', 'agreement']).not.toContain(outcome.reason);
});

test('[R4] a room with an impossible position is refused with BAD_OPTIONS', async () => {
  await using server = await startTestServer({ games: [chess], transport: 'linked' });
  const client = server.connect({ name: 'Ann' });
  await expect(client.create('chess', { options: { fen: 'nonsense' } })).rejects.toMatchObject({
    code: 'BAD_OPTIONS',
  });
});
