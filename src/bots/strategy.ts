// What plays a seat instead of a person: a function from what the seat sees to what it does. Pure types.
import type { AnyIntent, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { SearchTask } from './search-task.ts';

/**
 * All a seat may know when it is asked. The types of a game may be given;
 * without them any game fits, so that strategies of all games can be kept side by side.
 */
// biome-ignore lint/suspicious/noExplicitAny: a game's own types are erased here, and given back by the strategy
export type Turn<View = any, Mine = any, Intent extends AnyIntent = any> = {
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

/** null: do nothing for now; it is asked again once something has changed. */
// biome-ignore lint/suspicious/noExplicitAny: as for Turn
export type Strategy<View = any, Mine = any, Intent extends AnyIntent = any> = (
  turn: Turn<View, Mine, Intent>,
) => Intent | null | Promise<Intent | null>;
