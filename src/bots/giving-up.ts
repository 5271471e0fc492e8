// Which intents give a match up: known by their names, since no rule of a game says it.
import type { AnyIntent } from '../game/index.ts';

/** By convention these intents give the match up; no strategy here does that of its own accord. */
const GIVING_UP: ReadonlySet<string> = new Set(['resign', 'surrender', 'concede', 'forfeit']);

export const givesUp = ({ type }: AnyIntent): boolean => GIVING_UP.has(type);
