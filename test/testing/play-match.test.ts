import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { perfect } from '../../games/tic-tac-toe/perfect.ts';
import { type PlayedMatch, playMatch, scripted, startTestServer } from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';

const place = (...cells: number[]) => scripted(cells.map((cell) => ({ type: 'place', cell })));

describe.each(['sockets', 'linked'] as const)('playMatch over %s', (transport) => {
  test('plays a script to its end and returns every document of every seat', async () => {
    await using server = await startTestServer({ games: [ticTacToe], transport });
    const match = await playMatch(server, { game: ticTacToe, strategies: [place(0, 1, 2), place(3, 4)] });
    expect(match.outcome).toEqual({ winners: [0], reason: 'three-in-a-row' });
    expect(match.moves).toBe(5);
    expect(match.rejections).toEqual([[], []]);
    const [first, second] = match.documents;
    expect(first?.map(({ status }) => status)).toEqual(['waiting', ...Array(5).fill('playing'), 'finished']);
    expect(second).toEqual(first?.slice(1));
  });

  test('gives each seat its own secrets and leaves nothing on the server', async () => {
    await using server = await startTestServer({ games: [highCard], transport });
    const match = await playMatch(server, { game: highCard, seats: 4, options: { cards: 2 }, seed: 7 });
    expect(match.outcome).toMatchObject({ reason: 'points', scores: expect.any(Array) });
    expect(match.moves).toBe(8);
    const hands = match.documents.map((documents) => documents.find(({ mine }) => mine !== null)?.mine);
    expect(new Set(hands.map((hand) => JSON.stringify(hand))).size).toBe(4);
    expect(server.left).toMatchObject({ rooms: 0, queued: 0 });
  });
});

test('the same seed makes the same choices', async () => {
  await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
  const boards = ({ documents }: PlayedMatch) => documents[0]?.map(({ view }) => view);
  const played = async (seed: number) => boards(await playMatch(server, { game: ticTacToe, seed }));
  expect(await played(1)).toEqual(await played(1));
  expect(await played(1)).not.toEqual(await played(2));
});

test('perfect players draw', async () => {
  await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
  const { outcome } = await playMatch(server, { game: ticTacToe, strategies: perfect });
  expect(outcome.reason).toBe('draw');
});

test('a rejected intent is recorded, and the match continues', async () => {
  await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
  let tried = false;
  const cheat = (turn: Parameters<typeof perfect>[0]) => {
    if (tried) return perfect(turn);
    tried = true;
    return { type: 'place', cell: 99 };
  };
  const { outcome, rejections } = await playMatch(server, { game: ticTacToe, strategies: [perfect, cheat] });
  expect(rejections[1]).toMatchObject([{ intent: { cell: 99 }, result: { code: 'BAD_INTENT' } }]);
  expect(outcome.reason).toBe('draw');
});

test('[R9] a player who leaves loses the match, and the other player gets the outcome', async () => {
  await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
  const [ann, bob] = [server.player('Ann', { strategy: scripted([]) }), server.player('Bob')];
  const room = await ann.client.create('tic-tac-toe');
  const same = await bob.client.join({ room: room.id });
  const seen = ann.play(room);
  await same.leave();
  expect(await seen).toMatchObject({ seat: 0, outcome: { winners: [0], reason: 'left' } });
});

test('play rejects with MatchLost when the client is closed', async () => {
  await using server = await startTestServer({ games: [ticTacToe], transport: 'linked' });
  const ann = server.player('Ann');
  const seen = ann.play(await ann.client.create('tic-tac-toe'));
  ann.client.close();
  await expect(seen).rejects.toThrow('the room was left');
});
