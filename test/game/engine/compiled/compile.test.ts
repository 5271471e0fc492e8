// The compiled step beside xstate's own: whatever the machine and whatever happens, they must not be told apart.

import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { and, assign, createMachine, stateIn } from 'xstate';
import { seededRandom } from '../../../../src/bots/seeded-random.ts';
import { obstacleToCompiling } from '../../../../src/game/engine/choose-engine.ts';
import { compiledEngine } from '../../../../src/game/engine/compiled/compile.ts';
import type { Engine, ScheduleRequest, Snapshot, Step } from '../../../../src/game/engine/engine.ts';
import { xstateEngine } from '../../../../src/game/engine/xstate-engine.ts';
import { candidatesOf } from '../../../../src/game/legal-intents.ts';
import type { Game } from '../../../../src/game/types.ts';
import { randomEvent, randomMachine } from './random-machine.ts';

const RUNS = 300;

type Event = { readonly type: string };

/** All that anyone can see of a snapshot. */
const seen = ({ status, value, context, output, error }: Snapshot) => ({
  status,
  value,
  context,
  output,
  error,
});

/** What a step comes to, faults included; which of its words a fault has is not compared. */
function outcomeOf(run: () => Step & { readonly acted?: boolean }) {
  try {
    const step = run();
    return { step, told: { ...seen(step.snapshot), requests: step.requests, acted: step.acted } };
  } catch (error) {
    return { step: undefined, told: { fault: (error as Error).name } };
  }
}

/** Goes side by side, with events drawn by `draw`; returns how many steps both took. */
function compare(pair: readonly [Engine, Engine], input: unknown, steps: number, draw: Draw): number {
  const [own, theirs] = pair;
  const starts = [outcomeOf(() => own.start(input)), outcomeOf(() => theirs.start(input))] as const;
  expect(starts[0].told).toEqual(starts[1].told);
  if (starts[0].step === undefined || starts[1].step === undefined) return 0;
  let [a, b]: [Snapshot, Snapshot] = [starts[0].step.snapshot, starts[1].step.snapshot];
  let later = [...starts[1].step.requests];
  for (let step = 1; step <= steps; step += 1) {
    if (b.status !== 'active') return step;
    const event = draw(b, later);
    expect(own.can(a, event), event.type).toBe(theirs.can(b, event));
    const [mine, its] = [outcomeOf(() => own.next(a, event)), outcomeOf(() => theirs.next(b, event))];
    expect(mine.told, JSON.stringify(event)).toEqual(its.told);
    if (mine.step === undefined || its.step === undefined) return step;
    expect(mine.step.snapshot === a, 'nothing has changed').toBe(its.step.snapshot === b);
    later = [...later, ...its.step.requests].slice(-8);
    [a, b] = [mine.step.snapshot, its.step.snapshot];
    // Now and then the match is stored and loaded, by either for the other.
    if (step % 5 === 0) [a, b] = [own.restore(theirs.save(b)), theirs.restore(own.save(a))];
  }
  return steps;
}

type Draw = (at: Snapshot, later: readonly ScheduleRequest[]) => Event;

const pairOf = (machine: Game['machine']) => [compiledEngine(machine), xstateEngine(machine)] as const;

function drawLater(later: readonly ScheduleRequest[], random: () => number): Event | undefined {
  const due = later[Math.floor(random() * later.length)];
  return due?.kind === 'raise' ? due.event : undefined;
}

describe('the compiled step beside the step of xstate', () => {
  test('any machine, any events', () => {
    let [compiled, steps] = [0, 0];
    const check = (seed: number): void => {
      const random = seededRandom(seed);
      const machine = randomMachine(random);
      if (obstacleToCompiling(machine) !== undefined) return;
      compiled += 1;
      steps += compare(pairOf(machine), {}, 30, (_, later) =>
        random() < 0.2 ? (drawLater(later, random) ?? randomEvent(random)) : randomEvent(random),
      );
    };
    fc.assert(fc.property(fc.integer(), check), { numRuns: RUNS });

    expect(compiled).toBe(RUNS);
    expect(steps).toBeGreaterThan(RUNS);
  });

  const games = readdirSync('games', { withFileTypes: true }).filter((one) => one.isDirectory());
  test.each(games.map(({ name }) => name))('%s, whatever its players do', async (name) => {
    const { default: game }: { default: Game } = await import(`../../../../games/${name}/game.ts`);
    expect(obstacleToCompiling(game.machine)).toBeUndefined();
    const { intents } = candidatesOf(game.intents);
    const pair = pairOf(game.machine);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const [, theirs] = pair;
        const drawIntent = (at: Snapshot): Event => {
          const stamp = () => ({ seat: Math.floor(random() * game.seats.max), at: 1_000 });
          const any = intents.map((intent) => ({ ...intent, ...stamp() }));
          const open = any.filter((intent) => theirs.can(at, intent));
          const from = open.length > 0 && random() < 0.85 ? open : any;
          return from[Math.floor(random() * from.length)] ?? { type: 'seat.left', ...stamp() };
        };
        const input = { seats: game.seats.max, seed: String(seed), options: optionsOf(game), at: 0 };
        compare(pair, input, 40, (at, later) => {
          if (random() < 0.03) return { type: 'seat.left', seat: 0, at: 1_000 } as Event;
          return (random() < 0.05 ? drawLater(later, random) : undefined) ?? drawIntent(at);
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe('what is not compiled', () => {
  const plain = { context: {}, initial: 'one', states: { one: { on: { go: 'two' } }, two: {} } } as const;

  test.each([
    ['parallel states', { ...plain, type: 'parallel', initial: undefined }],
    ['a state that remembers', { ...plain, states: { ...plain.states, past: { type: 'history' } } }],
    [
      'a guard that looks at the state',
      { ...plain, on: { go: { guard: and([stateIn('one')]), target: '.two' } } },
    ],
    [
      'a way from below to the root',
      { ...plain, id: 'top', states: { ...plain.states, two: { on: { up: '#top' } } } },
    ],
    ['a root that enters itself anew', { ...plain, on: { go: { target: '.two', reenter: true } } }],
    [
      'actions that choose actions',
      { ...plain, entry: Object.assign(() => {}, { type: 'xstate.enqueueActions', resolve: () => [] }) },
    ],
  ])('%s', (_, config) => {
    expect(obstacleToCompiling(createMachine(config as never))).toBeDefined();
  });

  test('but this is', () => {
    expect(obstacleToCompiling(createMachine({ ...plain, entry: assign({}) } as never))).toBeUndefined();
  });
});

const optionsOf = (game: Game): unknown => game.options?.parse({}) ?? {};
