// The active states of a state value. Pure.
import type { StateValue } from '../state/server.ts';
import { join } from './chart.ts';

/** The paths of all active states, parents included. */
export function activePaths(value: StateValue, path = ''): string[] {
  if (typeof value === 'string') return value === '' ? [] : [join(path, value)];
  return Object.entries(value).flatMap(([name, below]) => [
    join(path, name),
    ...activePaths(below, join(path, name)),
  ]);
}

/** For people: `playing.turn`, or `a.x + b.y` for parallel states. */
export function valueText(value: StateValue): string {
  const active = activePaths(value);
  const leaves = active.filter((path) => !active.some((other) => other.startsWith(`${path}.`)));
  return leaves.join(' + ');
}
