// A copy of a game that tells which states were entered and what its guards said; it plays exactly as the game does.
import { type Game, probeAction } from '../game/index.ts';

type Machine = Game['machine'];

/** A state or guard that is named here was never seen to do its part. */
export type Coverage = {
  readonly states: { readonly total: number; readonly neverEntered: readonly string[] };
  readonly guards: {
    readonly total: number;
    readonly neverYes: readonly string[];
    readonly neverNo: readonly string[];
  };
};

export type InstrumentedGame = {
  readonly game: Game;
  /** Every guard says yes meanwhile, uncounted: what then is legal is all that the state has a transition for. */
  withOpenGuards<Result>(run: () => Result): Result;
  coverage(): Coverage;
};

type Guard = (...given: unknown[]) => boolean;
type Said = { yes: number; no: number };
type StateConfig = { readonly entry?: unknown; readonly states?: Readonly<Record<string, StateConfig>> };

export function instrument(game: Game): InstrumentedGame {
  const entered = new Map<string, boolean>();
  const said = new Map<string, Said>();
  let isOpen = false;
  const counting = (name: string, guard: Guard): Guard => {
    const counts: Said = { yes: 0, no: 0 };
    said.set(name, counts);
    return (...given) => {
      if (isOpen) return true;
      const answer = guard(...given);
      counts[answer ? 'yes' : 'no'] += 1;
      return answer;
    };
  };
  const open = <Result>(run: () => Result): Result => {
    isOpen = true;
    try {
      return run();
    } finally {
      isOpen = false;
    }
  };
  const machine = instrumentedMachine(game.machine, { entered, counting });
  return { game: { ...game, machine }, withOpenGuards: open, coverage: () => coverageOf(entered, said) };
}

type Watch = {
  readonly entered: Map<string, boolean>;
  readonly counting: (name: string, guard: Guard) => Guard;
};

/** Rebuilt from its own parts: `provide` alone could not watch the states that a match only passes through. */
function instrumentedMachine(machine: Machine, { entered, counting }: Watch): Machine {
  const guards = Object.entries(machine.implementations.guards as Record<string, Guard>).map(
    // and(), or() and not() are read by their insides; the guards they are made of are counted
    ([name, guard]) => [name, 'check' in guard ? guard : counting(name, guard)],
  );
  const Again = machine.constructor as new (config: unknown, implementations: unknown) => Machine;
  const implementations = { ...machine.implementations, guards: Object.fromEntries(guards) };
  return new Again(instrumentedState(machine.config as StateConfig, [], entered), implementations);
}

/** The same state, saying each time that it was entered. */
function instrumentedState(
  config: StateConfig,
  path: readonly string[],
  entered: Map<string, boolean>,
): StateConfig & { entry: unknown } {
  const name = path.join('.');
  if (name !== '') entered.set(name, false);
  const entry = [config.entry ?? []].flat();
  const states = Object.entries(config.states ?? {}).map(
    ([key, state]) => [key, instrumentedState(state, [...path, key], entered)] as const,
  );
  const note = probeAction(() => {
    if (name !== '') entered.set(name, true);
  });
  return {
    ...config,
    entry: [...entry, note],
    ...(states.length > 0 && { states: Object.fromEntries(states) }),
  };
}

function coverageOf(entered: ReadonlyMap<string, boolean>, said: ReadonlyMap<string, Said>): Coverage {
  const guards = [...said];
  return {
    states: {
      total: entered.size,
      neverEntered: [...entered].flatMap(([name, was]) => (was ? [] : [name])),
    },
    guards: {
      total: guards.length,
      neverYes: guards.flatMap(([name, { yes }]) => (yes === 0 ? [name] : [])),
      neverNo: guards.flatMap(([name, { no }]) => (no === 0 ? [name] : [])),
    },
  };
}
