// The bots for connect four: the same search with three budgets.
import { type SearchBudget, searching } from '../../src/bots/index.ts';

const game = new URL('./game.ts', import.meta.url);
const search = (budget: SearchBudget) => searching({ game, budget });

const medium = search({ iterations: 300, ms: 500 });

export const levels = {
  easy: search({ iterations: 30, ms: 500 }),
  medium,
  hard: search({ iterations: 4000, ms: 2000 }),
};

export default medium;
