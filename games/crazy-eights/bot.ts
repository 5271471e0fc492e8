// The bots for crazy eights: a search over many deals that are possible with what the seat knows.
import { type SearchBudget, searching } from '../../src/bots/index.ts';

const game = new URL('./game.ts', import.meta.url);
const search = (budget: SearchBudget) => searching({ game, budget });

const medium = search({ iterations: 200, ms: 500 });

export const levels = {
  easy: search({ iterations: 20, ms: 500 }),
  medium,
  hard: search({ iterations: 2000, ms: 2000 }),
};

export default medium;
