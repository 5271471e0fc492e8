// Which states a transition exits and enters (SCXML's exit and entry sets), in a machine with one active leaf.
import type { AnyStateMachine } from 'xstate';
import type { StateNode, Transition } from '../../machine-introspection.ts';

/** `byDefault`: the state is the target, or was entered through `initial`, so the actions of its own `initial` run. */
export type EnteredState = { readonly node: StateNode; readonly byDefault: boolean };

export type ExitEntrySets = {
  /** The innermost first. */
  readonly exited: readonly StateNode[];
  /** The outermost first. */
  readonly entered: readonly EnteredState[];
};

/** The states from the root to this one, the root first. */
export function pathTo(leaf: StateNode): readonly StateNode[] {
  const path: StateNode[] = [];
  for (let node: StateNode | undefined = leaf; node !== undefined; node = node.parent) path.unshift(node);
  return path;
}

/** `active`: the path to the leaf where the machine is. */
export function exitEntrySetsOf(
  { source, target: targets, reenter }: Transition,
  active: readonly StateNode[],
): ExitEntrySets {
  const [target] = targets ?? [];
  if (target === undefined) return { exited: [], entered: [] };
  const isInternal = !reenter && (target === source || isInside(target, source));
  const domain = isInternal ? source : commonAncestor(target, source);
  const exited = active.filter((node) => isInside(node, domain)).reverse();
  // A transition from a state to itself, without reentering it, exits and enters only what lies below.
  if (target === domain) return { exited, entered: initialEntries(target) };
  const above = between(target, domain).map((node) => ({ node, byDefault: false }));
  return { exited, entered: [...above, { node: target, byDefault: true }, ...initialEntries(target)] };
}

/** The states that are entered below this one, through `initial`. */
export function initialEntries(node: StateNode): EnteredState[] {
  const [first] = node.type === 'compound' ? (node.initial.target ?? []) : [];
  if (first === undefined) return [];
  return [{ node: first, byDefault: true }, ...initialEntries(first)];
}

function isInside(node: StateNode, ancestor: StateNode): boolean {
  for (let above = node.parent; above !== undefined; above = above.parent)
    if (above === ancestor) return true;
  return false;
}

/** The states strictly between the two, the outermost first. */
function between(node: StateNode, ancestor: StateNode): StateNode[] {
  const found: StateNode[] = [];
  for (let above = node.parent; above !== undefined && above !== ancestor; above = above.parent)
    found.unshift(above);
  return found;
}

/** The innermost state that contains both; the root if no other does. */
function commonAncestor(target: StateNode, source: StateNode): StateNode {
  let above = target.parent;
  while (above !== undefined && !isInside(source, above)) above = above.parent;
  return above ?? (target.machine as AnyStateMachine).root;
}
