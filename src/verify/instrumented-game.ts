// A copy of a game that counts which states were entered and what its guards returned. It plays exactly as the game does.
import { type Game, probeAction } from '../game/index.ts';

type Machine = Game['machine'];

/** What a search has reached of a game's machine. */
export type Coverage = {
  /** `neverEntered`: by path, as `play.night`. */
  readonly states: { readonly total: number; readonly neverEntered: readonly string[] };
  readonly guards: {
    readonly total: number;
    /** Names of the guards that never returned true. */
    readonly neverYes: readonly string[];
    /** Names of the guards that never returned false. */
    readonly neverNo: readonly string[];
  };
};

/** A game whose machine counts, and what it has counted so far. */
export type InstrumentedGame = {
  readonly game: Game;
  /** Every guard returns true meanwhile, uncounted: all intents are legal for which the state has a transition. */
  withOpenGuards<Result>(run: () => Result): Result;
  coverage(): Coverage;
};

type Guard = (...args: unknown[]) => boolean;
type Counts = { yes: number; no: number };
type StateConfig = { readonly entry?: unknown; readonly states?: Readonly<Record<string, StateConfig>> };

/** The counts belong to the returned copy alone; `game` itself is not changed. */
export function instrument(game: Game): InstrumentedGame {
  const entered = new Map<string, boolean>();
  const results = new Map<string, Counts>();
  let areOpen = false;
  const counting = (name: string, guard: Guard): Guard => {
    const counts: Counts = { yes: 0, no: 0 };
    results.set(name, counts);
    return (...args) => {
      if (areOpen) return true;
      const result = guard(...args);
      counts[result ? 'yes' : 'no'] += 1;
      return result;
    };
  };
  const withOpenGuards = <Result>(run: () => Result): Result => {
    areOpen = true;
    try {
      return run();
    } finally {
      areOpen = false;
    }
  };
  const machine = instrumentedMachine(game.machine, { entered, counting });
  return { game: { ...game, machine }, withOpenGuards, coverage: () => coverageOf(entered, results) };
}

type Instruments = {
  readonly entered: Map<string, boolean>;
  readonly counting: (name: string, guard: Guard) => Guard;
};

/** Built anew from its configuration: `provide` alone could not record states that a match only passes through. */
function instrumentedMachine(machine: Machine, { entered, counting }: Instruments): Machine {
  const guards = Object.entries(machine.implementations.guards as Record<string, Guard>).map(
    // XState reads and(), or() and not() by their insides; the guards that they combine are counted
    ([name, guard]) => [name, 'check' in guard ? guard : counting(name, guard)],
  );
  const Constructor = machine.constructor as new (config: unknown, implementations: unknown) => Machine;
  const implementations = { ...machine.implementations, guards: Object.fromEntries(guards) };
  return new Constructor(instrumentedState(machine.config as StateConfig, [], entered), implementations);
}

/** The same state with one entry action more, which records that it was entered. */
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
  const probe = probeAction(() => {
    if (name !== '') entered.set(name, true);
  });
  return {
    ...config,
    entry: [...entry, probe],
    ...(states.length > 0 && { states: Object.fromEntries(states) }),
  };
}

function coverageOf(entered: ReadonlyMap<string, boolean>, results: ReadonlyMap<string, Counts>): Coverage {
  const guards = [...results];
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
