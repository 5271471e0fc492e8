// The options of a search: bounds, and the set-ups of a game that are searched.
import type { Rules } from '../game/index.ts';
import type { MatchSetup } from './position.ts';

/** Limits of the search; each set-up has all of them to itself. */
export type Bounds = {
  /** Positions in breadth-first order. Default 100,000. */
  readonly states: number;
  /** Random matches. Default 100. */
  readonly walks: number;
  /** Moves in a random match after which it avoids no end any more. Default 500. */
  readonly steps: number;
  /** Moves after that, within which the match must end; otherwise the check `endless` fails. Default 2,000. */
  readonly endWithin: number;
  /** Positions tested for leaks: half of them the first that are found, half in random matches. Default 300. */
  readonly leakTests: number;
};

export const defaultBounds: Bounds = {
  states: 100_000,
  walks: 100,
  steps: 500,
  endWithin: 2_000,
  leakTests: 300,
};

/** How far the search of one set-up is. */
export type Progress = {
  readonly seats: number;
  readonly phase: 'states' | 'walks';
  /** Positions found, or random matches played. */
  readonly done: number;
  /** The bound of the phase. */
  readonly of: number;
};

/** The options of `verifyGame`. All may be omitted. */
export type VerifyOptions = {
  /** The same seed searches the same positions again. Default 'verify'. */
  readonly seed?: string;
  /** Numbers of seats to search. Default: the smallest and the largest that the game takes. */
  readonly seats?: readonly number[];
  /** Options as a room is created with; each is searched. Default: the game's own defaults. */
  readonly options?: readonly unknown[];
  readonly bounds?: Partial<Bounds>;
  /**
   * Called at the start of each phase of each set-up. The function that it returns is called again and again; the
   * phase ends early when that one returns true. For time limits.
   */
  readonly patience?: () => () => boolean;
  readonly onProgress?: (progress: Progress) => void;
};

/** @throws RangeError for seats or options that the game does not have */
export function setupsOf(rules: Rules, { seats, options = [undefined] }: VerifyOptions): MatchSetup[] {
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
      throw new RangeError(`${name} takes ${range.min} to ${range.max} seats, not ${count}`);
    }
    return chosen.map((of) => ({ seats: count, options: of }));
  });
}
