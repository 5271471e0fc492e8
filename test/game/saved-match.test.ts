import { describe, expect, test } from 'vitest';
import { assign, cancel, raise } from 'xstate';
import { rulesOf } from '../../src/game/index.ts';
import { ending, labGame, labSetup, over } from './fixtures/lab.ts';
import { START, taken } from './fixtures/play.ts';
import regions from './fixtures/regions.ts';

const NOON = Date.UTC(2026, 11, 1, 12);

const machine = labSetup.createMachine({
  ...ending,
  initial: 'a',
  states: {
    a: {
      entry: raise({ type: 'go', seat: 0, at: 0 }, { delay: 5000, id: 'bell' }),
      on: {
        go: { actions: assign({ log: ({ event }) => [String(event.type)] }) },
        pick: {
          actions: [
            assign({ n: ({ event }) => ('n' in event && event.n === 0 ? event.at : event.at - 1) }),
            cancel('bell'),
            raise({ type: 'go', seat: 0, at: 0 }, { delay: 1000 }),
          ],
        },
      },
    },
    over,
  },
});
const rules = rulesOf(labGame(machine));
const picked = (n: number, at: number) =>
  taken(rules.take(rules.begin(START, at), 0, { type: 'pick', n }, at));

describe('fingerprint', () => {
  test('is the same at another time of day, for the same position', () => {
    expect(rules.fingerprint(rules.begin(START, NOON), NOON)).toBe(
      rules.fingerprint(rules.begin(START, NOON + 7000), NOON + 7000),
    );
    expect(rules.fingerprint(picked(0, NOON), NOON)).toBe(
      rules.fingerprint(picked(0, NOON + 7000), NOON + 7000),
    );
  });

  test('differs for deadlines at different times', () => {
    const match = rules.begin(START, NOON);
    expect(rules.fingerprint(match, NOON)).not.toBe(rules.fingerprint(match, NOON + 1));
  });

  test('differs for different times in a context', () => {
    expect(rules.fingerprint(picked(0, NOON), NOON)).not.toBe(rules.fingerprint(picked(1, NOON), NOON));
  });

  test('does not depend on how many deadlines were scheduled before', () => {
    const once = picked(0, NOON);
    const [deadline] = once.deadlines;
    expect(deadline?.id).toBe('go#2');
    const cleared = taken(rules.fire(once, deadline?.id ?? '', NOON + 1000));
    const again = taken(rules.take(cleared, 0, { type: 'pick', n: 0 }, NOON + 1000));
    const fresh = picked(0, NOON + 1000);
    expect(again.deadlines).not.toEqual(fresh.deadlines);
    const without = (text: string) => text.replace('["go"]', '[]');
    expect(without(rules.fingerprint(again, NOON + 1000))).toBe(rules.fingerprint(fresh, NOON + 1000));
  });

  test('takes a number for a time only if it is near the present', () => {
    const counting = rulesOf(
      labGame(
        labSetup.createMachine({
          ...ending,
          context: { n: Date.UTC(2020, 0, 1), log: [] },
          initial: 'a',
          states: { a: {}, over },
        }),
      ),
    );
    const match = counting.begin(START, NOON);
    expect(counting.fingerprint(match, NOON)).toBe(counting.fingerprint(match, NOON + 7000));
    expect(counting.fingerprint(match, NOON)).toContain(String(Date.UTC(2020, 0, 1)));
  });
});

describe('stateValue', () => {
  test('is the name of a state', () => {
    expect(rules.stateValue(rules.begin(START, 0))).toBe('a');
  });

  test('is an object of regions where there are several', () => {
    const parallel = rulesOf(regions);
    const match = parallel.begin(START, 0);
    expect(parallel.stateValue(match)).toEqual((parallel.view(match) as { value: unknown }).value);
  });
});
