// Strategies: functions that play a seat instead of a person. The types, the simplest strategies, and levels.
import type { AnyIntent, Seat } from '../game/index.ts';
import { type Json, stableText } from '../json.ts';
import { givesUp } from './playout.ts';
import type { SearchTask } from './search-task.ts';

/**
 * All a seat may know when it is asked. The types of a game may be given;
 * without them any game fits, so that strategies of all games can be kept side by side.
 */
// biome-ignore lint/suspicious/noExplicitAny: a game's own types are erased here, and given back by the strategy
export type BotTurn<View = any, Mine = any, Intent extends AnyIntent = any> = {
  readonly seat: Seat;
  /** How many seats the match has. */
  readonly seats: number;
  readonly view: View;
  /** null in games without secrets. */
  readonly mine: Mine;
  /** What the seat may do now. Not always a reason to do it: giving up may be legal at any time. */
  readonly legal: readonly Intent[];
  /**
   * A match, as `Rules.save` gives it, that may just as well be the one at the table: what this seat cannot know is
   * dealt anew on each call (`redeal`). For strategies that think ahead; throws GameFault for a game with secrets
   * that gives no `redeal`. Not given where the seat is played over the network.
   */
  readonly imagine?: () => Json;
  /** A search on a thread of its own, so that no room waits for it; given with `imagine` by a server. */
  readonly search?: (task: SearchTask) => Promise<Intent | null>;
  /** In [0, 1): the only chance a strategy should use, so that a seed repeats its play. */
  readonly random: () => number;
  /** epoch ms, by the server's clock */
  readonly now: number;
};

/** @deprecated Use `BotTurn`. */
// biome-ignore lint/suspicious/noExplicitAny: as for BotTurn
export type Turn<View = any, Mine = any, Intent extends AnyIntent = any> = BotTurn<View, Mine, Intent>;

/** null: do nothing for now; it is asked again once something has changed. */
// biome-ignore lint/suspicious/noExplicitAny: as for BotTurn
export type Strategy<View = any, Mine = any, Intent extends AnyIntent = any> = (
  turn: BotTurn<View, Mine, Intent>,
) => Intent | null | Promise<Intent | null>;

/** Any legal intent, each as likely, but none that is to be avoided: then it waits. */
export function randomBut(avoid: (intent: AnyIntent) => boolean): Strategy {
  return ({ legal, random }) => {
    const choices = legal.filter((intent) => !avoid(intent));
    return choices[Math.floor(random() * choices.length)] ?? null;
  };
}

/** Any legal intent but those that give up. */
export const randomLegal: Strategy = randomBut(givesUp);

/**
 * These intents, one by one: each as soon as it is legal, and then no more. An intent that never is
 * legal is waited for, so a script can hold a match. For one seat of one match.
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

/** Intents are flat or nearly so; the order of their fields says nothing. */
export function sameIntent(a: AnyIntent, b: AnyIntent): boolean {
  return stableText(a) === stableText(b);
}

/** How the house plays a game: one way, or several of which a player chooses by name. */
export type GameBots =
  | Strategy
  | { readonly default: Strategy; readonly levels?: Readonly<Record<string, Strategy>> };

/** The names of the levels, in the order in which they are offered. */
export function levelsOf(bots: GameBots | undefined): readonly string[] {
  return typeof bots === 'object' ? Object.keys(bots.levels ?? {}) : [];
}

/** The strategy of that level; where there is none of that name, the default one. */
export function strategyOf(bots: GameBots, level: string): Strategy {
  if (typeof bots === 'function') return bots;
  const { levels = {} } = bots;
  return (Object.hasOwn(levels, level) ? levels[level] : undefined) ?? bots.default;
}
