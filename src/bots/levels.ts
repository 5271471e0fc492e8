// How the house plays one game: a strategy, or several by name, from which a player chooses an opponent.
import type { Strategy } from './strategy.ts';

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
