// The transitions of a machine as edges between its states, each with what sets it off. Knows no diagram's language.
import type { Game } from '../game/index.ts';

export type StateNode = Game['machine']['root'];
type Transition = NonNullable<ReturnType<StateNode['transitions']['get']>>[number];

export type Edge = {
  readonly source: StateNode;
  readonly target: StateNode;
  /** Like `place [yourTurn and cellFree]`. */
  readonly label: string;
  /** It leads from any state inside the source to one inside it, so the source itself cannot be its tail. */
  readonly anywhere: boolean;
};

/** The state, and every one below it, in document order. */
export function statesOf(node: StateNode): StateNode[] {
  return [node, ...Object.values(node.states).flatMap(statesOf)];
}

export function edgesOf(node: StateNode): Edge[] {
  const transitions = [...node.transitions.values()].flat();
  return [...(node.always ?? []), ...transitions].flatMap((transition) => {
    const label = labelOf(node, transition);
    return (transition.target ?? [node]).map((target) => edge(node, target, label));
  });
}

function edge(source: StateNode, to: StateNode, label: string): Edge {
  const target = source === to ? to : entered(to, source);
  const hasInside = Object.keys(source.states).length > 0;
  return { source, target, label, anywhere: hasInside && isWithin(target, source) };
}

/** No line can lead from a state to what is around it: so to where one comes in there. */
function entered(target: StateNode, source: StateNode): StateNode {
  if (target === source || !isWithin(source, target)) return target;
  const around = Object.values(target.states).find((child) => isWithin(source, child));
  const next = target.type === 'parallel' ? around : target.initial?.target?.[0];
  return next === undefined ? target : entered(next, source);
}

function isWithin(node: StateNode, outer: StateNode): boolean {
  return node === outer || (node.parent !== undefined && isWithin(node.parent, outer));
}

function labelOf(node: StateNode, { eventType, guard }: Transition): string {
  const delay = node.after.find((after) => after.eventType === eventType)?.delay;
  const what =
    delay === undefined ? eventName(eventType) : `after ${delay}${Number(delay) >= 0 ? ' ms' : ''}`;
  return guard === undefined ? what : `${what} [${guardText(guard)}]`;
}

function eventName(type: string): string {
  if (type === '') return 'always';
  if (type === '*') return 'any event';
  return type.startsWith('xstate.done.') ? 'done' : type;
}

/** and(), or() and not() are functions that carry their parts. */
function guardText(guard: unknown, isPart = false): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard !== 'function') return String((guard as { type?: unknown }).type);
  const parts: unknown = 'guards' in guard ? guard.guards : undefined;
  if (!Array.isArray(parts)) return guard.name;
  const texts = parts.map((part) => guardText(part, true));
  if (guard.name === 'not') return `not ${texts[0]}`;
  const text = texts.join(` ${guard.name} `);
  return isPart && texts.length > 1 ? `(${text})` : text;
}
