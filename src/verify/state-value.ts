// In which state of its machine a match is.
import type { Match, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';

/** As XState has it: the name of a state, or an object of regions and what is below. */
export function stateValue(rules: Rules, match: Match): Json {
  const { snapshot } = rules.save(match) as { snapshot: { value: Json } };
  return snapshot.value;
}

/** In one word: `turn`, `play.night`, `left.in & right.out`. */
export function stateName(rules: Rules, match: Match): string {
  return named(stateValue(rules, match));
}

function named(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, below]) => [key, named(below)].filter((part) => part !== '').join('.'))
    .join(' & ');
}
