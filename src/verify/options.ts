// How far verify looks, and at which set-ups of a game.
import type { Rules } from '../game/index.ts';
import type { Setup } from './position.ts';

/** All of it for each set-up anew. */
export type Bounds = {
  /** Positions in breadth first order. */
  readonly states: number;
  /** Matches played at random: none where every position was looked at. */
  readonly walks: number;
  /** Moves after which a walk turns away from no end any more. */
  readonly steps: number;
  /** And so many more after which it must have come to one, or the match is endless. */
  readonly endWithin: number;
  /** Positions tested for leaks, half of them the nearest, half on walks. */
  readonly leakTests: number;
};

export const defaultBounds: Bounds = {
  states: 100_000,
  walks: 100,
  steps: 500,
  endWithin: 2_000,
  leakTests: 300,
};

export type Progress = {
  readonly seats: number;
  readonly phase: 'states' | 'walks';
  /** Positions found, or walks made. */
  readonly done: number;
  readonly of: number;
};

export type VerifyOptions = {
  /** The same seed looks at the same. 'verify' by default. */
  readonly seed?: string;
  /** By default the fewest and the most that the game is for. */
  readonly seats?: readonly number[];
  /** As a room is made with; each is tried. By default the game's own defaults. */
  readonly options?: readonly unknown[];
  readonly bounds?: Partial<Bounds>;
  /** Called as each search begins; what it gives says when to stop early, whatever the bounds say. */
  readonly patience?: () => () => boolean;
  readonly onProgress?: (progress: Progress) => void;
};

/** @throws RangeError for seats or options that the game does not have */
export function setupsOf(rules: Rules, { seats, options = [undefined] }: VerifyOptions): Setup[] {
  const { name, seats: range } = rules.game;
  const counts = new Set(seats ?? [range.min, range.max]);
  const chosen = options.map((given) => {
    const checked = rules.checkOptions(given);
    if (checked.ok) return checked.options;
    const where = checked.path === '' ? '' : `${checked.path}: `;
    throw new RangeError(
      `${name} refuses the options ${JSON.stringify(given ?? {})}: ${where}${checked.message}`,
    );
  });
  return [...counts].flatMap((count) => {
    if (!Number.isInteger(count) || count < range.min || count > range.max) {
      throw new RangeError(`${name} is for ${range.min} to ${range.max} seats, not ${count}`);
    }
    return chosen.map((of) => ({ seats: count, options: of }));
  });
}
