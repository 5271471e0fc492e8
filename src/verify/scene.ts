// What one search is about: a game through its instrumented, for so many seats and these options.
import type { Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { InstrumentedGame } from './lens.ts';

/** How a match is set up. */
export type Setup = { readonly seats: number; readonly options: Json };

export type SearchContext = {
  readonly rules: Rules;
  readonly instrumented: InstrumentedGame;
  readonly setup: Setup;
  /** Of the match; each walk takes another. */
  readonly seed: string;
  /** What an author should know, though it is no failure; by its text, so that it is told once. */
  readonly warnings: Set<string>;
};
