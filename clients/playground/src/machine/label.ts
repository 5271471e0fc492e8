// The labels on the lines of the diagram, and their size. Pure.
import type { Transition } from './chart.ts';

export type Label = {
  readonly trigger: string;
  /** In brackets, in a line of its own where it is long. */
  readonly guard: string | undefined;
  readonly kind: Transition['kind'];
};

/** Widths in the diagram's units for its font, with some margin. */
const CHARACTER = 6.7;
export const LINE = 15;
const MOST_CHARACTERS = 34;

export function labelOf({ on, kind, guard }: Transition): Label {
  const trigger = { event: on, after: `after ${on}`, always: 'always', done: 'when done' }[kind];
  return { trigger: short(trigger), guard: guard && short(`[${guard}]`), kind };
}

/** Lines of text: the guard follows its trigger if both fit in one. */
export function linesOf({ trigger, guard }: Label): readonly (readonly string[])[] {
  if (guard === undefined) return [[trigger]];
  return trigger.length + guard.length < MOST_CHARACTERS - 8 ? [[trigger, guard]] : [[trigger], [guard]];
}

export function widthOf(texts: readonly string[]): number {
  return Math.ceil(texts.join(' ').length * CHARACTER);
}

function short(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
