export { BotRunner, type BotRunnerOptions } from './bot-runner.ts';
export { givesUp } from './playout.ts';
export { type Search, type SearchBudget, search } from './search.ts';
export { defaultBot, type SearchingOptions, searching } from './search-strategy.ts';
export type { SearchTask } from './search-task.ts';
export { seededRandom } from './seeded-random.ts';
export {
  type BotTurn,
  type GameBots,
  levelsOf,
  randomBut,
  randomLegal,
  type Strategy,
  scripted,
  type Turn,
} from './strategy.ts';
