// The machine as its author laid it out: every state, with its actions and guards, for checks before any play.
import type { AnyStateMachine } from 'xstate';

export type StateNode = AnyStateMachine['root'];

/** The root, and every state below it, in document order. */
export function stateNodesOf(machine: AnyStateMachine): readonly StateNode[] {
  const below = (node: StateNode): StateNode[] => [node, ...Object.values(node.states).flatMap(below)];
  return below(machine.root);
}
