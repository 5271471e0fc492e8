// Run with `turnkeeper test .`
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesOf } from '../../index.ts';
import { playMatch, startTestServer } from '../../testing/index.ts';
import game from './game.ts';

const rules = rulesOf(game);
const begin = () => rules.begin({ seats: 2, seed: 'any', options: {} }, 0);
const take = (match: ReturnType<typeof begin>, seat: number, count: number) =>
  rules.take(match, seat, { type: 'take', count }, 0);

test('seat 0 begins, then the turn passes', () => {
  assert.deepEqual(take(begin(), 1, 1), { refused: true, reason: 'yourTurn' });
  const match = take(begin(), 0, 3);
  assert.ok(!('refused' in match));
  assert.deepEqual(rules.view(match), { stones: 18, turn: 1 });
});

test('a turn has a time limit', () => {
  const [turnTime] = begin().deadlines;
  const match = rules.fire(begin(), turnTime?.id ?? '', 60_000);
  assert.ok(!('refused' in match));
  assert.deepEqual(match.outcome, { winners: [1], reason: 'time' });
});

test('two random players play to the last stone on a real server', async () => {
  await using server = await startTestServer({ games: [game] });
  const { outcome, documents } = await playMatch(server, { game, seed: 1 });
  assert.equal(outcome.reason, 'last-stone');
  assert.deepEqual(documents[0]?.at(-1)?.view, { stones: 0, turn: null });
});
