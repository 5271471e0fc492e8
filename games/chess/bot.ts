// How the house plays chess: by search, modestly. It looks a few moves ahead and counts the pieces.
import { type SearchBudget, searching } from '../../src/bots/index.ts';

const game = new URL('./game.ts', import.meta.url);
const standing = new URL('./standing.ts', import.meta.url);

/** A machine has nothing to say about draws. */
const avoid = ['offerDraw', 'acceptDraw', 'declineDraw', 'claimDraw'];

const thinking = (budget: SearchBudget) => searching({ game, standing, avoid, budget, depth: 4 });

const medium = thinking({ iterations: 600, ms: 1000 });

export const levels = {
  easy: thinking({ iterations: 80, ms: 500 }),
  medium,
  hard: thinking({ iterations: 5000, ms: 4000 }),
};

export default medium;
