// How the house plays battleship: its fleet anywhere; its shots by search over fleets that may lie there.
import { type SearchBudget, searching } from '../../src/bots/index.ts';

const game = new URL('./game.ts', import.meta.url);
const standing = new URL('./standing.ts', import.meta.url);

/** All but `placeRest` and `ready`: chance hides a fleet best. */
const avoid = ['place', 'takeBack'];

/** A shot is worth what it hits; what follows is little more than noise. */
const thinking = (budget: SearchBudget) => searching({ game, standing, avoid, budget, depth: 0 });

const medium = thinking({ iterations: 400, ms: 700 });

export const levels = {
  easy: thinking({ iterations: 120, ms: 500 }),
  medium,
  hard: thinking({ iterations: 2500, ms: 2000 }),
};

export default medium;
