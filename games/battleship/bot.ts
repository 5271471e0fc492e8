// The bots for battleship: they place the fleet at random, and search for shots over fleets that are still possible.
import { type SearchBudget, searching } from '../../src/bots/index.ts';

const game = new URL('./game.ts', import.meta.url);
const heuristic = new URL('./heuristic.ts', import.meta.url);

/** Leaves `placeRest` and `ready`: chance hides a fleet best. */
const avoid = ['place', 'takeBack'];

/** Depth 0: a shot is worth what it hits. What could follow adds little but noise. */
const search = (budget: SearchBudget) => searching({ game, heuristic, avoid, budget, depth: 0 });

const medium = search({ iterations: 400, ms: 700 });

export const levels = {
  easy: search({ iterations: 120, ms: 500 }),
  medium,
  hard: search({ iterations: 2500, ms: 2000 }),
};

export default medium;
