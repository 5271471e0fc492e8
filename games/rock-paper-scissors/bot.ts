// The bot for rock, paper, scissors: random, since nothing is better against a player who adapts.
export { randomLegal as default } from '../../src/bots/index.ts';
