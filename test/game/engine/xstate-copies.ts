// Both ends of the peer range of xstate, and a way to make any machine again with one of them.
import * as newest from 'xstate';
import * as floor from 'xstate-floor';

export type Xstate = typeof newest;
type Machine = newest.AnyStateMachine;

export const xstateCopies: readonly (readonly [name: string, copy: Xstate])[] = [
  ['the newest xstate 5', newest],
  ['the floor of the peer range', floor as unknown as Xstate],
];

type Parts = {
  readonly type?: string;
  readonly assignment?: unknown;
  readonly event?: unknown;
  readonly id?: string;
  readonly delay?: unknown;
  readonly sendId?: unknown;
  readonly check?: unknown;
  readonly guards?: readonly unknown[];
};

type Named = { readonly name: string };

/** The same machine as another copy of xstate would have made it, with that copy's own actions and guards. */
export function remade(machine: Machine, copy: Xstate): Machine {
  const { assign, raise, cancel, and, or, not } = copy as unknown as Record<
    string,
    (...parts: unknown[]) => unknown
  >;
  const again = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(again);
    if (typeof value === 'function') return action(value as Parts & Named);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, key === 'context' ? part : again(part)]),
    );
  };
  const action = (made: Parts & Named): unknown => {
    const { type, assignment, event, id, delay, sendId, check, guards } = made;
    if (type === 'xstate.assign') return assign?.(assignment);
    if (type === 'xstate.raise') return raise?.(event, { id, delay });
    if (type === 'xstate.cancel') return cancel?.(sendId);
    if (check === undefined) return made;
    const parts = guards?.map(again) ?? [];
    if (made.name === 'not') return not?.(parts[0]);
    return (made.name === 'and' ? and : or)?.(parts);
  };
  const { config, implementations } = machine;
  return new copy.StateMachine(again(config) as never, again(implementations) as never) as unknown as Machine;
}
