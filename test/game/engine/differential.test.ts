// The compiled engine and xstate must agree for all machines and events, at both ends of the peer range.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/bots/seeded-random.ts';
import { chooseEngine } from '../../../src/game/engine/choose-engine.ts';
import { compiledEngine } from '../../../src/game/engine/compiled/compile.ts';
import { obstacleToCompiling } from '../../../src/game/engine/compiled/obstacles.ts';
import type { Engine, ScheduleRequest, Snapshot, Step } from '../../../src/game/engine/engine.ts';
import { xstateEngine } from '../../../src/game/engine/xstate-engine.ts';
import { candidatesOf } from '../../../src/game/legal-intents.ts';
import { explainRefusal } from '../../../src/game/refusal-reason.ts';
import type { Game } from '../../../src/game/types.ts';
import { runs } from '../../long.ts';
import { randomEvent, randomMachine } from './random-machine.ts';
import { remade, xstateCopies } from './xstate-copies.ts';

const MACHINES = runs(300, 10_000);
const STEPS = 30;
/** Another one in each run. `TURNKEEPER_SEED=…` runs the machines of an earlier run again. */
const FIRST_SEED = Number(process.env.TURNKEEPER_SEED ?? Math.floor(Math.random() * 2 ** 31));

type Event = { readonly type: string };

/** All that can be seen of a snapshot. */
const visible = ({ status, value, context, output, error }: Snapshot) => ({
  status,
  value,
  context,
  output,
  error,
});

/** The result of a step as it is compared: with its fault's own text, and that of the author's error. */
function resultOf(run: () => Step & { readonly acted?: boolean }) {
  try {
    const step = run();
    const { snapshot, requests, acted } = step;
    return { step, compared: { ...visible(snapshot), requests, acted } };
  } catch (error) {
    return { step: undefined, compared: faultOf(error) };
  }
}

function faultOf(error: unknown) {
  const { name, message, cause } = error as Error;
  return { fault: name, message, cause: cause instanceof Error ? cause.message : cause };
}

function answerOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return faultOf(error);
  }
}

type Count = { steps: number; faults: number; refusals: number; requests: number };

/** Steps both engines with the same events, which `draw` chooses. */
function compare(
  [own, reference]: readonly [Engine, Engine],
  input: unknown,
  steps: number,
  draw: Draw,
): Count {
  const count: Count = { steps: 0, faults: 0, refusals: 0, requests: 0 };
  const starts = [resultOf(() => own.start(input)), resultOf(() => reference.start(input))] as const;
  expect(starts[0].compared).toEqual(starts[1].compared);
  if (starts[0].step === undefined || starts[1].step === undefined) return { ...count, faults: 1 };
  let [a, b]: [Snapshot, Snapshot] = [starts[0].step.snapshot, starts[1].step.snapshot];
  let later = [...starts[1].step.requests];
  while (count.steps < steps && b.status === 'active') {
    count.steps += 1;
    const event = draw(b, later);
    const [before, after] = [a, b];
    expect(
      answerOf(() => own.can(before, event)),
      event.type,
    ).toEqual(answerOf(() => reference.can(after, event)));
    const [mine, its] = [
      resultOf(() => own.next(before, event)),
      resultOf(() => reference.next(after, event)),
    ];
    expect(mine.compared, JSON.stringify(event)).toEqual(its.compared);
    if (mine.step === undefined || its.step === undefined) {
      count.faults += 1;
      continue;
    }
    const isUnchanged = its.step.snapshot === b;
    expect(mine.step.snapshot === a, 'nothing has changed').toBe(isUnchanged);
    if (isUnchanged && its.step.acted === false) {
      count.refusals += 1;
      expect(answerOf(() => explainRefusal(before, event))).toEqual(
        answerOf(() => explainRefusal(after, event)),
      );
    }
    count.requests += its.step.requests.length;
    later = [...later, ...its.step.requests].slice(-8);
    [a, b] = [mine.step.snapshot, its.step.snapshot];
    // Each engine restores what the other has saved.
    if (count.steps % 5 === 0) [a, b] = [own.restore(reference.save(b)), reference.restore(own.save(a))];
  }
  return count;
}

type Draw = (at: Snapshot, later: readonly ScheduleRequest[]) => Event;

const pairOf = (machine: Game['machine']) => [compiledEngine(machine), xstateEngine(machine)] as const;

function drawLater(later: readonly ScheduleRequest[], random: () => number): Event | undefined {
  const due = later[Math.floor(random() * later.length)];
  return due?.kind === 'raise' ? due.event : undefined;
}

describe.each(xstateCopies)('the compiled engine and %s', (_, xstate) => {
  test(`agree on ${MACHINES} random machines from seed ${FIRST_SEED}`, { timeout: 20 * 60_000 }, () => {
    let compiled = 0;
    const total: Count = { steps: 0, faults: 0, refusals: 0, requests: 0 };
    for (let seed = FIRST_SEED; seed < FIRST_SEED + MACHINES; seed += 1) {
      const random = seededRandom(seed);
      const { machine, obstacle } = randomMachine(random, xstate);
      const { info } = chooseEngine(machine);
      if (obstacle !== undefined) {
        expect(info.because, `machine of seed ${seed}`).toMatch(obstacle);
        continue;
      }
      expect(info, `machine of seed ${seed}`).toMatchObject({ name: 'compiled' });
      compiled += 1;
      const draw: Draw = (_, later) =>
        random() < 0.2 ? (drawLater(later, random) ?? randomEvent(random)) : randomEvent(random);
      try {
        const count = compare(pairOf(machine), {}, STEPS, draw);
        for (const key of Object.keys(total) as (keyof Count)[]) total[key] += count[key];
      } catch (cause) {
        throw new Error(`machine of seed ${seed}: ${(cause as Error).message}`, { cause });
      }
    }
    // Most machines are compiled, and all that is compared occurs often: else the test would prove little.
    expect(compiled).toBeGreaterThan(MACHINES * 0.75);
    expect(total.steps).toBeGreaterThan(compiled * 5);
    expect(total.faults).toBeGreaterThan(compiled * 0.1);
    expect(total.refusals).toBeGreaterThan(compiled * 0.5);
    expect(total.requests).toBeGreaterThan(compiled * 0.5);
  });

  test.each([
    ['an event that stops a machine', { type: 'xstate.stop' }],
    ['the error of an actor', { type: 'xstate.error.actor.x', error: new Error('failed') }],
    ['the error of an actor, without an error', { type: 'xstate.error.actor.x' }],
  ])('agree on %s', (_, event) => {
    const machine = xstate.createMachine({
      initial: 'one',
      states: { one: { on: { go: 'two' } }, two: {} },
    }) as unknown as Game['machine'];
    const count = compare(pairOf(machine), {}, 1, () => event);
    expect(count.faults).toBe(1);
  });

  const games = readdirSync('games', { withFileTypes: true }).filter((one) => one.isDirectory());
  test.each(games.map(({ name }) => name))('agree on %s, whatever its players do', async (name) => {
    const { default: game }: { default: Game } = await import(`../../../games/${name}/game.ts`);
    const machine = remade(game.machine, xstate);
    expect(obstacleToCompiling(machine)).toBeUndefined();
    const { intents } = candidatesOf(game.intents);
    const pair = pairOf(machine);
    for (let seed = FIRST_SEED; seed < FIRST_SEED + runs(20); seed += 1) {
      const random = seededRandom(seed);
      const drawIntent = (at: Snapshot): Event => {
        const stamp = () => ({ seat: Math.floor(random() * game.seats.max), at: 1_000 });
        const all = intents.map((intent) => ({ ...intent, ...stamp() }));
        const possible = all.filter((intent) => pair[1].can(at, intent));
        const from = possible.length > 0 && random() < 0.85 ? possible : all;
        return from[Math.floor(random() * from.length)] ?? { type: 'seat.left', ...stamp() };
      };
      const input = { seats: game.seats.max, seed: String(seed), options: optionsOf(game), at: 0 };
      const count = compare(pair, input, 40, (at, later) => {
        if (random() < 0.03) return { type: 'seat.left', seat: 0, at: 1_000 } as Event;
        return (random() < 0.05 ? drawLater(later, random) : undefined) ?? drawIntent(at);
      });
      expect(count.steps, `seed ${seed}`).toBeGreaterThan(0);
    }
  });
});

const optionsOf = (game: Game): unknown => game.options?.parse({}) ?? {};
