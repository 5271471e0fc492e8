import { describe, expect, test } from 'vitest';
import { type Game, GameFault, rulesOf } from '../../src/game/index.ts';
import type { Replayed } from '../../src/room/index.ts';
import { readReplayFile, stepsOf, type VerifyOptions, verifyGame } from '../../src/verify/index.ts';
import * as planted from './fixtures/planted.ts';

const quick: VerifyOptions = { bounds: { walks: 5, steps: 50, endWithin: 100 } };

/** The checks that fail, each with the length of the way to it. */
const found = (game: Game, options = quick) =>
  verifyGame(game, options).failures.map(({ check, replay }) => [check, replay.events.length]);

describe('a planted fault is found by its own check, and by no other, with the shortest way to it', () => {
  test.each<[string, Game, [string, number]]>([
    ['a state in which nobody can act', planted.stuck, ['stuck', 2]],
    ['states that lead round and round', planted.endless, ['endless', 2]],
    ['a guard that throws', planted.throwingGuard, ['fault', 2]],
    ['an action that throws', planted.throwingAction, ['fault', 2]],
    ['an `always` that never comes to rest', planted.spinning, ['fault', 2]],
    ['an action that rolls its own dice', planted.rolling, ['nondeterministic', 2]],
    ['an action that looks at the clock', planted.dated, ['nondeterministic', 2]],
    ['a Map that comes into the context', planted.mapped, ['unserialisable', 2]],
    ['an end whose output is no outcome', planted.noOutcome, ['outcome', 3]],
    ['a leaver whose turn it stays', planted.frozen, ['leaver', 1]],
    ['a leaver after whom nothing ends', planted.frozenMoving, ['leaver', 1]],
    ['a guard that compares objects by identity', planted.identity, ['restore', 1]],
    ['a view that throws', planted.brokenView, ['view', 1]],
    ['a view that JSON would not keep', planted.mapView, ['view', 1]],
    ['secrets that are undefined', planted.brokenSecrets, ['view', 1]],
    ['a view that is another when asked again', planted.randomView, ['unstable-view', 1]],
  ])('%s', (_, game, expected) => {
    expect(found(game)).toEqual([expected]);
  });

  test.each(Object.entries(planted))('%s: the way is a match that can be played again', (_, game) => {
    for (const { check, replay } of verifyGame(game, quick).failures) {
      const steps = stepsOf(readReplayFile(JSON.stringify(replay)), rulesOf(game));
      const taken: Replayed[] = [];
      const again = () => {
        for (const step of steps) taken.push(step);
      };
      // What the room itself cannot take is the last event; all else is taken to the end
      const fails = ['fault', 'unserialisable', 'outcome'].includes(check);
      if (fails) expect(again).toThrow(GameFault);
      else again();
      expect(taken).toHaveLength(replay.events.length + (fails ? 0 : 1));
    }
  });

  test('nothing, where nothing is planted', () => {
    expect(verifyGame(planted.sound, quick)).toMatchObject({ ok: true, exhaustive: true, failures: [] });
  });
});
