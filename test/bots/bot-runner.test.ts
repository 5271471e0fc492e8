import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { perfect } from '../../games/tic-tac-toe/perfect.ts';
import { type BotTurn, type Strategy, scripted, seededRandom } from '../../src/bots/index.ts';
import type { AnyIntent } from '../../src/game/index.ts';
import { legalOf, type Room } from '../../src/room/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import { botRig, THINK_MS } from './rig.ts';

type Board = (number | null)[];
const boardOf = (room: Room): Board =>
  room.state.play === null ? [] : (room.rules.view(room.state.play) as { board: Board }).board;
const marks = (room: Room): number => boardOf(room).filter((mark) => mark !== null).length;

/** Strategies answer by promise, so a bot acts some microtasks after its time has come. */
async function pass(clock: { advance(ms: number): void }, ms: number): Promise<void> {
  clock.advance(ms);
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

test('a bot answers a move after its delay, not at once', async () => {
  const { clock, roomWithBots } = botRig(ticTacToe, { random: seededRandom(1) });
  const { room, person } = roomWithBots();
  room.intent(person, 1, { type: 'place', cell: 4 });
  expect(marks(room)).toBe(1);
  await pass(clock, THINK_MS - 1);
  expect(marks(room)).toBe(1);
  await pass(clock, 1);
  expect(marks(room)).toBe(2);
});

test('a bot that could only give up waits, and starts its full delay when it can act', async () => {
  const { clock, roomWithBots } = botRig(ticTacToe);
  const { room, person } = roomWithBots();
  await pass(clock, THINK_MS - 1);
  room.intent(person, 1, { type: 'place', cell: 4 });
  await pass(clock, THINK_MS - 1);
  expect(marks(room)).toBe(1);
  await pass(clock, 1);
  expect(marks(room)).toBe(2);
});

test('a change of presence neither shortens nor extends the delay', async () => {
  const { clock, bots, roomWithBots } = botRig(ticTacToe);
  const { room, person } = roomWithBots();
  room.intent(person, 1, { type: 'place', cell: 4 });
  await pass(clock, THINK_MS - 1);
  room.away(person.session, person.connection);
  expect(bots.pending).toBe(1);
  await pass(clock, 1);
  expect(marks(room)).toBe(2);
});

test('bots that can act at the same time all do, though each act changes the room', async () => {
  const { clock, roomWithBots } = botRig(highCard, { random: seededRandom(2) });
  const { room } = roomWithBots(4);
  await pass(clock, THINK_MS);
  const { table } = room.rules.view(room.state.play as never) as { table: unknown[] };
  expect(table.filter((card) => card !== null)).toHaveLength(3);
});

test('a strategy sees what its seat sees, including its secrets, and nothing else', async () => {
  const turns: BotTurn[] = [];
  const watching: Strategy = (turn) => {
    turns.push(turn);
    return null;
  };
  const { clock, roomWithBots } = botRig(highCard, { strategies: () => ({ 'high-card': watching }) });
  const { room } = roomWithBots(3);
  await pass(clock, THINK_MS);
  expect(turns.map(({ seat }) => seat)).toEqual([1, 2]);
  const [turn] = turns;
  if (turn === undefined) throw new Error('the strategy was not called');
  expect(turn).toMatchObject({ seats: 3, now: clock.now(), view: { left: [3, 3, 3] } });
  expect(turn.legal.map(({ card }) => card).sort()).toEqual([...turn.mine.hand].sort());
  expect(room.state.status).toBe('playing');
});

test('the answer of a slow strategy is dropped once the legal intents of its seat have changed', async () => {
  const { promise, resolve } = Promise.withResolvers<AnyIntent>();
  const { clock, roomWithBots } = botRig(ticTacToe, { fallback: () => promise });
  const { room, person } = roomWithBots();
  room.intent(person, 1, { type: 'place', cell: 4 });
  await pass(clock, THINK_MS);
  room.intent(person, 2, { type: 'resign' });
  room.rematch(person);
  expect(room.state).toMatchObject({ match: 2, status: 'playing' });
  resolve({ type: 'place', cell: 0 });
  await pass(clock, 0);
  expect(marks(room)).toBe(0);
});

test('a strategy that throws is logged, and the bot plays at random', async () => {
  const broken: Strategy = () => {
    throw new Error('no idea');
  };
  const { clock, errors, roomWithBots } = botRig(ticTacToe, {
    strategies: () => ({ 'tic-tac-toe': broken }),
  });
  const { room, person } = roomWithBots();
  room.intent(person, 1, { type: 'place', cell: 4 });
  await pass(clock, THINK_MS);
  expect(marks(room)).toBe(2);
  expect(errors).toEqual(['a strategy failed']);
});

test("[R6] a game that throws costs the bot's turn, not the process", async () => {
  const { clock, errors, roomWithBots } = botRig({
    ...highCard,
    candidates: () => {
      throw new Error('a bug of the author');
    },
  });
  const { room } = roomWithBots();
  await pass(clock, THINK_MS);
  expect(room.state.status).toBe('playing');
  expect(errors).toContain("the game threw while a bot's turn was computed");
});

test('a bot plays the strategy of its game, and the match ends', async () => {
  const { clock, roomWithBots } = botRig(ticTacToe, { strategies: () => ({ 'tic-tac-toe': perfect }) });
  const { room, person } = roomWithBots();
  for (let seq = 1; room.state.status === 'playing'; seq += 1) {
    room.intent(person, seq, legalOf(room, 0).intents[0]);
    await pass(clock, THINK_MS);
  }
  expect(room.state.outcome?.winners).not.toContain(0);
});

describe('[R10] no turn is left pending', () => {
  const withPendingTurn = () => {
    const rig = botRig(ticTacToe, { fallback: scripted([]) });
    const { room, person } = rig.roomWithBots();
    expect(rig.bots.pending).toBe(1);
    return { ...rig, room, person };
  };

  test('when the room closes', () => {
    const { bots, clock, room, person } = withPendingTurn();
    room.leave(person);
    expect(bots.pending).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('when the bots stop, and no new one starts', () => {
    const { bots, room, person } = withPendingTurn();
    bots.stop();
    room.intent(person, 1, { type: 'place', cell: 4 });
    expect(bots.pending).toBe(0);
  });

  test('when the match has ended', () => {
    const { bots, room, person } = withPendingTurn();
    room.intent(person, 1, { type: 'resign' });
    expect(room.state.status).toBe('finished');
    expect(bots.pending).toBe(0);
  });
});
