// Strategies: functions that play a seat instead of a person. The types, the simplest strategies, and levels.
import type { AnyIntent, Seat } from '../game/index.ts';
import { type Json, stableText } from '../json.ts';
import { givesUp } from './playout.ts';
import type { SearchTask } from './search-task.ts';

/**
 * Everything that a seat may know when its strategy is asked. The types of a game can be given. Without them any game
 * fits, so that strategies of all games can be kept side by side.
 */
// biome-ignore lint/suspicious/noExplicitAny: a game's own types are erased here, and given back by the strategy
export type BotTurn<View = any, Mine = any, Intent extends AnyIntent = any> = {
  readonly seat: Seat;
  /** Number of seats in the match. */
  readonly seats: number;
  readonly view: View;
  /** The seat's own secrets; null in games without secrets. */
  readonly mine: Mine;
  /** The legal intents. That one is legal is not always a reason to do it: giving up may be legal at any time. */
  readonly legal: readonly Intent[];
  /**
   * A match, as `Rules.save` gives it, that is equally possible for all that this seat knows: each call deals anew what
   * it cannot know (`redeal`). For strategies that think ahead. Undefined where the seat is played over the network.
   * @throws GameFault for a game with secrets that gives no `redeal`
   */
  readonly imagine?: () => Json;
  /** A search on a thread of its own, so that no room waits for it; a server gives it together with `imagine`. */
  readonly search?: (task: SearchTask) => Promise<Intent | null>;
  /** In [0, 1). A strategy should use no other source of randomness, so that a seed repeats its play. */
  readonly random: () => number;
  /** Epoch ms, by the server's clock. */
  readonly now: number;
};

/** @deprecated Use `BotTurn`. */
// biome-ignore lint/suspicious/noExplicitAny: as for BotTurn
export type Turn<View = any, Mine = any, Intent extends AnyIntent = any> = BotTurn<View, Mine, Intent>;

/**
 * Plays a seat: from what the seat sees to its intent. null means to wait; the strategy is asked again after the next
 * change. Where it throws or rejects, the bot plays a random legal intent and the error is logged.
 * @example
 * const first: Strategy = ({ legal }) => legal[0] ?? null;
 */
// biome-ignore lint/suspicious/noExplicitAny: as for BotTurn
export type Strategy<View = any, Mine = any, Intent extends AnyIntent = any> = (
  turn: BotTurn<View, Mine, Intent>,
) => Intent | null | Promise<Intent | null>;

/** A random legal intent, all equally likely, except those for which `avoid` returns true; null if none is left. */
export function randomBut(avoid: (intent: AnyIntent) => boolean): Strategy {
  return ({ legal, random }) => {
    const choices = legal.filter((intent) => !avoid(intent));
    return choices[Math.floor(random() * choices.length)] ?? null;
  };
}

/** A random legal intent, all equally likely, except those that give up. */
export const randomLegal: Strategy = randomBut(givesUp);

/**
 * Plays the given intents in their order, each as soon as it is legal, and then nothing more. It waits for an intent
 * that is not legal yet, so a script can hold a match. For one seat of one match.
 */
export function scripted<Intent extends AnyIntent>(intents: Iterable<Intent>): Strategy {
  const left = [...intents];
  return ({ legal }) => {
    const [next] = left;
    if (next === undefined || !legal.some((intent) => sameIntent(intent, next))) return null;
    left.shift();
    return next;
  };
}

/** The order of fields does not matter. */
export function sameIntent(a: AnyIntent, b: AnyIntent): boolean {
  return stableText(a) === stableText(b);
}

/** The bots of one game: one strategy, or several by name (`levels`), of which a player chooses one. */
export type GameBots =
  | Strategy
  | { readonly default: Strategy; readonly levels?: Readonly<Record<string, Strategy>> };

/** The names of the levels, in the order in which they are offered. */
export function levelsOf(bots: GameBots | undefined): readonly string[] {
  return typeof bots === 'object' ? Object.keys(bots.levels ?? {}) : [];
}

/** The strategy of a level; the default one where no level has that name. */
export function strategyOf(bots: GameBots, level: string): Strategy {
  if (typeof bots === 'function') return bots;
  const { levels = {} } = bots;
  return (Object.hasOwn(levels, level) ? levels[level] : undefined) ?? bots.default;
}
