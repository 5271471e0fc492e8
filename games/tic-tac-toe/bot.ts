// How the house plays tic-tac-toe: well enough to be fun; by choice easily beaten, or never.
import { searching } from '../../src/bots/index.ts';
import { careless, perfect } from './perfect.ts';

/** So few lines of play are followed that it overlooks something now and then. */
const medium = searching({
  game: new URL('./game.ts', import.meta.url),
  budget: { iterations: 60, ms: 500 },
});

export const levels = { easy: careless, medium, hard: perfect };

export default medium;
