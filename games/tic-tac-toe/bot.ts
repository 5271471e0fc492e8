// The bots for tic-tac-toe: easy to beat, a fair opponent by default, and one that never loses.
import { searching } from '../../src/bots/index.ts';
import { careless, perfect } from './perfect.ts';

/** With so few iterations the search overlooks something now and then. */
const medium = searching({
  game: new URL('./game.ts', import.meta.url),
  budget: { iterations: 60, ms: 500 },
});

export const levels = { easy: careless, medium, hard: perfect };

export default medium;
