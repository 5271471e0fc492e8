// How the house plays crazy eights: by search over many deals that may be the true one.
import { type SearchBudget, searching } from '../../src/bots/index.ts';

const game = new URL('./game.ts', import.meta.url);
const thinking = (budget: SearchBudget) => searching({ game, budget });

const medium = thinking({ iterations: 200, ms: 500 });

export const levels = {
  easy: thinking({ iterations: 20, ms: 500 }),
  medium,
  hard: thinking({ iterations: 2000, ms: 2000 }),
};

export default medium;
