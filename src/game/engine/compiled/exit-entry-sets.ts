// Which states a transition leaves and enters (SCXML's exit and entry sets), in a machine with one leaf at a time.
import type { AnyStateMachine } from 'xstate';
import type { StateNode, Transition } from '../../machine-introspection.ts';

/** A state entered. `byDefault`: it was aimed at, so that what its own `initial` does is done, too. */
export type EnteredState = { readonly node: StateNode; readonly byDefault: boolean };

export type ExitEntrySets = {
  readonly exited: readonly StateNode[];
  readonly entered: readonly EnteredState[];
};

/** The states above a leaf with the leaf itself, outermost first. */
export function pathTo(leaf: StateNode): readonly StateNode[] {
  const line: StateNode[] = [];
  for (let node: StateNode | undefined = leaf; node !== undefined; node = node.parent) line.unshift(node);
  return line;
}

/** `line`: where the machine is. Left are the innermost first, entered the outermost first. */
export function exitEntrySetsOf(
  { source, target: targets, reenter }: Transition,
  line: readonly StateNode[],
): ExitEntrySets {
  const [target] = targets ?? [];
  if (target === undefined) return { exited: [], entered: [] };
  const stays = !reenter && (target === source || isInside(target, source));
  const domain = stays ? source : commonAncestor(target, source);
  const left = line.filter((node) => isInside(node, domain)).reverse();
  const above = target === domain ? [] : between(target, domain).map((node) => ({ node, byDefault: false }));
  // One that aims at its own source, and stays in it, leaves and enters what lies below it alone.
  const itself = target === domain ? [] : [{ node: target, byDefault: true }];
  return { exited: left, entered: [...above, ...itself, ...initialEntries(target)] };
}

/** What is entered below a state because it was. */
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

/** Strictly between the two, outermost first. */
function between(node: StateNode, ancestor: StateNode): StateNode[] {
  const found: StateNode[] = [];
  for (let above = node.parent; above !== undefined && above !== ancestor; above = above.parent)
    found.unshift(above);
  return found;
}

/** The innermost state that holds both; the root where nothing else does. */
function commonAncestor(target: StateNode, source: StateNode): StateNode {
  let above = target.parent;
  while (above !== undefined && !isInside(source, above)) above = above.parent;
  return above ?? (target.machine as AnyStateMachine).root;
}
