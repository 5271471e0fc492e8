// How the house plays connect four: by search, at three depths of thought.
import { type SearchBudget, searching } from '../../src/bots/index.ts';

const game = new URL('./game.ts', import.meta.url);
const thinking = (budget: SearchBudget) => searching({ game, budget });

const medium = thinking({ iterations: 300, ms: 500 });

export const levels = {
  easy: thinking({ iterations: 30, ms: 500 }),
  medium,
  hard: thinking({ iterations: 4000, ms: 2000 }),
};

export default medium;
