// Who is ahead, for a search that stops in the middle of a match: the number of hits.
import type { ViewOf } from '../../src/game/index.ts';
import type battleship from './game.ts';

type View = ViewOf<typeof battleship>;
type Sea = View['seas'][number];

/** How often each seat has hit the other's fleet. */
export function heuristic({ seas: [first, second] }: View): number[] {
  return [hitsOn(second), hitsOn(first)];
}

function hitsOn(sea: Sea | undefined): number {
  return (sea ?? []).flat().filter((sight) => sight === 'hit' || sight === 'sunk').length;
}
