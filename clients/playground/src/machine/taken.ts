// The lines of the diagram that a step took: from its event through transient states (`always`). Pure.
import type { StateValue, TableEvent } from '../state/server.ts';
import { activePaths } from './active.ts';
import type { State, Transition } from './chart.ts';

type Taking = {
  readonly before: StateValue | undefined;
  readonly now: StateValue | undefined;
  readonly event: TableEvent | undefined;
};

/** Maximum number of transient states in a row that are followed. */
const MOST_HOPS = 8;

/** Guards are not evaluated, so several lines to the same state may all be returned. */
export function takenBy(root: State, { before, now, event }: Taking): ReadonlySet<Transition> {
  if (before === undefined || now === undefined || event === undefined) return new Set();
  const states = new Map(allOf(root).map((state) => [state.path, state]));
  const [were, are] = [new Set(['', ...activePaths(before)]), new Set(activePaths(now))];
  const taken = new Set<Transition>();
  const within = [...states.values()].filter(({ path }) => were.has(path));
  let going = within.flatMap(({ transitions }) => transitions.filter((one) => isCauseOf(one, event)));
  for (let hops = 0; hops < MOST_HOPS && going.length > 0; hops += 1) {
    const arriving = going.filter(
      ({ target }) => target === undefined || are.has(target) || leaves(target).length > 0,
    );
    for (const one of arriving) taken.add(one);
    going = arriving.flatMap(onFrom).filter((one) => !taken.has(one));
  }
  return taken;

  /** A transition without a target may still enable an `always` of the states that stay active. */
  function onFrom({ target }: Transition): readonly Transition[] {
    if (target === undefined) return within.flatMap(({ path }) => leaves(path));
    return are.has(target) ? [] : leaves(target);
  }

  function leaves(path: string): readonly Transition[] {
    return states.get(path)?.transitions.filter(({ kind }) => kind === 'always') ?? [];
  }
}

function allOf(state: State): State[] {
  return [state, ...state.children.flatMap(allOf)];
}

function isCauseOf({ on, kind }: Transition, event: TableEvent): boolean {
  switch (event.type) {
    case 'intent':
      return kind === 'event' && (on === event.intent.type || on === '*');
    case 'seat.left':
      return kind === 'event' && ['seat.left', 'seat.*', '*'].includes(on);
    case 'deadline':
      return kind === 'after' && on === event.name;
    case 'begin':
      return false;
  }
}
