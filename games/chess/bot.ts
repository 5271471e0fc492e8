// The bots for chess: a search of a few moves, which counts the pieces. Modest players.
import { type SearchBudget, searching } from '../../src/bots/index.ts';

const game = new URL('./game.ts', import.meta.url);
const heuristic = new URL('./heuristic.ts', import.meta.url);

/** A bot neither offers nor accepts draws. */
const avoid = ['offerDraw', 'acceptDraw', 'declineDraw', 'claimDraw'];

const search = (budget: SearchBudget) => searching({ game, heuristic, avoid, budget, depth: 4 });

const medium = search({ iterations: 600, ms: 1000 });

export const levels = {
  easy: search({ iterations: 80, ms: 500 }),
  medium,
  hard: search({ iterations: 5000, ms: 4000 }),
};

export default medium;
