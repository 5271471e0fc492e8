// How the house plays rock, paper, scissors: nobody can do better than to be unforeseeable.
export { randomLegal as default } from '../../src/bots/index.ts';
