import { describe, expect, test } from 'vitest';
import battleship from '../../games/battleship/game.ts';
import chess from '../../games/chess/game.ts';
import connectFour from '../../games/connect-four/game.ts';
import crazyEights from '../../games/crazy-eights/game.ts';
import rockPaperScissors from '../../games/rock-paper-scissors/game.ts';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { Game } from '../../src/game/index.ts';
import {
  BrokenRule,
  type Interceptor,
  type NetworkPlan,
  randomBut,
  simulateNetwork,
} from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import tapping from './fixtures/tapping.ts';

/** The only faults are those that a test plants. */
const WHOLE = { drop: 0, duplicate: 0, reorder: 0, slowReader: 0, haste: 0 };

const playing = randomBut(({ type }) => type === 'resign');

const games: readonly Game[] = [ticTacToe, rockPaperScissors, connectFour, battleship, chess, crazyEights];

describe('matches over a flaky network', () => {
  test.each(games.map((game) => [game.name, game] as const))(
    '[C3] [R3] [R5] [R7] %s keeps every rule, and ends',
    async (_, game) => {
      const report = await simulateNetwork({ game, seed: `all ${game.name}`, matches: 2 });
      expect(Object.values(report.outcomes).reduce((sum, count) => sum + count, 0)).toBe(2);
      expect(report.accepted).toBeGreaterThan(0);
    },
  );

  test('every kind of fault happens, and no match fails', async () => {
    const faults = { drop: 0.05, duplicate: 0.2, reorder: 0.2, slowReader: 0.05, haste: 0.3 };
    const report = await simulateNetwork({ game: highCard, seed: 3, matches: 12, seats: 3, faults });
    const { drops, duplicates, reordered, slowReaders, hasty, resumed, joined } = report;
    for (const count of [drops, duplicates, reordered, slowReaders, hasty, resumed]) {
      expect(count).toBeGreaterThan(5);
    }
    // More than one full document per member: for returning spectators and slow readers.
    expect(joined).toBeGreaterThan(12 * 4);
    expect(report.outcomes).toEqual({ points: 12 });
  });

  test('[R11] the same seed makes the same run, and another seed another', async () => {
    const plan = { game: crazyEights, matches: 1, seats: 2 };
    const first = await simulateNetwork({ ...plan, seed: 'again' });
    expect(await simulateNetwork({ ...plan, seed: 'again' })).toEqual(first);
    expect(await simulateNetwork({ ...plan, seed: 'other' })).not.toEqual(first);
  });

  test('[R8] [R9] deadlines end a match whose players do nothing', async () => {
    const report = await simulateNetwork({ game: ticTacToe, seed: 1, strategy: () => null, matches: 2 });
    expect(report.outcomes).toEqual({ time: 2 });
    expect(report.simulatedMs).toBeGreaterThan(30_000);
  });

  test('[R9] [R10] a player who cannot reconnect loses the seat, and the match ends', async () => {
    const interceptor: Interceptor = (text, way) =>
      way === 'toServer' && text.includes('"token"') ? [] : [text];
    const plan = { game: ticTacToe, strategy: playing, interceptor, limits: { graceMs: 5_000 } };
    const report = await simulateNetwork({
      ...plan,
      seed: 4,
      faults: { ...WHOLE, drop: 0.2 },
      spectators: 0,
    });
    expect(report.lost).toBeGreaterThan(0);
    expect(report.outcomes).toEqual({ left: 1 });
  });
});

describe('a planted fault is found', () => {
  const broken = async <G extends Game>(plan: NetworkPlan<G>): Promise<BrokenRule> => {
    const error = await simulateNetwork({ seed: 1, faults: WHOLE, ...plan }).catch(
      (thrown: unknown) => thrown,
    );
    if (error instanceof BrokenRule) return error;
    throw new Error('the fault was not found', { cause: error });
  };

  /** Changes the first message of that kind that matches, once. */
  const once = (
    way: Parameters<Interceptor>[1],
    which: RegExp,
    change: (text: string) => string[],
  ): Interceptor => {
    let isDone = false;
    return (text, going) => {
      if (isDone || going !== way || !which.test(text)) return [text];
      isDone = true;
      return change(text);
    };
  };

  test('[R3] a lost diff, reported with the step and the seed', async () => {
    const interceptor = once('toClient', /^\{"type":"diff","payload".*"board/, () => []);
    const error = await broken({ game: ticTacToe, seed: 'lost', strategy: playing, interceptor });
    expect(error).toMatchObject({ rule: 'R3', seed: 'lost' });
    expect(error.step).toBeGreaterThan(0);
    expect(error.message).toMatch(/^R3 is broken at step \d+ of seed "lost": .* comes after \d+: 1 missing$/);
  });

  test('[R3] a diff that arrives twice', async () => {
    const interceptor = once('toClient', /^\{"type":"diff","payload"/, (text) => [text, text]);
    const error = await broken({ game: ticTacToe, strategy: playing, interceptor });
    expect(error.message).toContain('comes again');
  });

  test('[R3] a document that differs from the room', async () => {
    const interceptor = once('toClient', /turn","value":1/, (text) => [
      text.replace('turn","value":1', 'turn","value":0'),
    ]);
    expect((await broken({ game: connectFour, strategy: playing, interceptor })).message).toContain(
      'a wrong view',
    );
  });

  test('[R5] an intent that is applied twice', async () => {
    const interceptor = once('toServer', /^\{"type":"intent"/, (text) => {
      const { payload } = JSON.parse(text) as { payload: { seq: number } };
      return [text, JSON.stringify({ type: 'intent', payload: { ...payload, seq: payload.seq + 1 } })];
    });
    expect((await broken({ game: tapping, interceptor })).rule).toBe('R5');
  });

  test('[R5] an intent that is answered as accepted and was not applied', async () => {
    const interceptor = once('toClient', /^\{"type":"rejected"/, (text) => {
      const { ref, payload } = JSON.parse(text) as { ref: number; payload: { room: string } };
      return [JSON.stringify({ type: 'diff', ref, payload: { room: payload.room, revision: 1, ops: [] } })];
    });
    const strategy = () => ({ type: 'place', cell: 0 });
    expect((await broken({ game: ticTacToe, strategy, interceptor })).message).toContain(
      'the log does not have it',
    );
  });

  test('[R7] the hand of another seat in a document', async () => {
    const interceptor = once('toClient', /^\{"type":"joined".*"status":"playing"/, (text) => [
      text.replace(/"mine":\{.*?\}/, '"mine":{"hand":["8H"]}'),
    ]);
    expect(await broken({ game: crazyEights, interceptor })).toMatchObject({ rule: 'R7' });
  });

  test('[R7] a secret that a diff adds and removes again', async () => {
    const interceptor = once('toClient', /^\{"type":"diff","payload".*"ops":\[/, (text) => [
      text.replace(
        '"ops":[',
        '"ops":[{"op":"add","path":"/peek","value":"hand of seat 1"},{"op":"remove","path":"/peek"},',
      ),
    ]);
    expect(await broken({ game: crazyEights, interceptor })).toMatchObject({ rule: 'R7' });
  });

  test('[C3] a second answer, and a missing answer', async () => {
    const twice = once('toClient', /^\{"type":"legal"/, (text) => [text, text]);
    expect((await broken({ game: ticTacToe, interceptor: twice })).rule).toBe('C3');
    const never: Interceptor = (text, way) =>
      way === 'toServer' && text.includes('room.legal') ? [] : [text];
    const error = await broken({ game: ticTacToe, interceptor: never, mostSteps: 3_000 });
    expect(error.message).toMatch(/room\.legal has no answer/);
  });

  test('[R6] a guard that throws', async () => {
    const error = await broken({ game: tapping, strategy: () => ({ type: 'stumble' }) });
    expect(error).toMatchObject({ rule: 'R6' });
    expect(error.message).toContain('GAME_FAULT');
  });

  test('[R9] a match that does not end', async () => {
    const error = await broken({ game: tapping, strategy: () => null, mostSteps: 500 });
    expect(error.message).toContain('R9 is broken at step 500');
  });
});
