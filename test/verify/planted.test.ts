import { describe, expect, test } from 'vitest';
import { type Game, GameFault, rulesOf } from '../../src/game/index.ts';
import type { Replayed } from '../../src/room/index.ts';
import { readReplayFile, stepsOf, type VerifyOptions, verifyGame } from '../../src/verify/index.ts';
import * as planted from './fixtures/planted.ts';

const quick: VerifyOptions = { bounds: { walks: 5, steps: 50, endWithin: 100 } };

/** The checks that fail, each with the number of events that lead to it. */
const found = (game: Game, options = quick) =>
  verifyGame(game, options).failures.map(({ check, replay }) => [check, replay.events.length]);

describe('a planted fault is found by its own check and no other, with the shortest list of events', () => {
  test.each<[string, Game, [string, number]]>([
    ['a state in which no seat can act', planted.stuck, ['stuck', 2]],
    ['states that lead back to each other', planted.endless, ['endless', 2]],
    ['a guard that throws', planted.throwingGuard, ['fault', 2]],
    ['an action that throws', planted.throwingAction, ['fault', 2]],
    ['an `always` that never comes to rest', planted.spinning, ['fault', 2]],
    ['an action that calls Math.random', planted.rolling, ['nondeterministic', 2]],
    ['an action that reads the clock', planted.dated, ['nondeterministic', 2]],
    ['a Map in the context', planted.mapped, ['unserialisable', 2]],
    ['an output that is no outcome', planted.noOutcome, ['outcome', 3]],
    ['a leaver whose turn never ends', planted.frozen, ['leaver', 1]],
    ['a leaver after whom the match does not end', planted.frozenMoving, ['leaver', 1]],
    ['a guard that compares objects by identity', planted.identity, ['restore', 1]],
    ['a view that throws', planted.brokenView, ['view', 1]],
    ['a view with a Map', planted.mapView, ['view', 1]],
    ['secrets that are undefined', planted.brokenSecrets, ['view', 1]],
    ['a view that changes when computed again', planted.randomView, ['unstable-view', 1]],
  ])('%s', (_, game, expected) => {
    expect(found(game)).toEqual([expected]);
  });

  test.each(Object.entries(planted))('%s: the events are a match that can be replayed', (_, game) => {
    for (const { check, replay } of verifyGame(game, quick).failures) {
      const steps = stepsOf(readReplayFile(JSON.stringify(replay)), rulesOf(game));
      const taken: Replayed[] = [];
      const again = () => {
        for (const step of steps) taken.push(step);
      };
      // The last event is the one that fails in a room, too; all others are taken
      const fails = ['fault', 'unserialisable', 'outcome'].includes(check);
      if (fails) expect(again).toThrow(GameFault);
      else again();
      expect(taken).toHaveLength(replay.events.length + (fails ? 0 : 1));
    }
  });

  test('a game without a planted fault passes', () => {
    expect(verifyGame(planted.sound, quick)).toMatchObject({ ok: true, exhaustive: true, failures: [] });
  });
});
