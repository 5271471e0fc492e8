// How the house plays tic-tac-toe: well enough to be fun, and not unbeatable.
export { casual as default } from './perfect.ts';
