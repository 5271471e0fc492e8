export { givesUp } from './giving-up.ts';
export { HouseBots, type HouseBotsOptions } from './house-bots.ts';
export { type GameBots, levelsOf } from './levels.ts';
export { type Search, type SearchBudget, search } from './search.ts';
export type { SearchTask } from './search-task.ts';
export { type SearchingOptions, searching, usualBot } from './searching.ts';
export { seededRandom } from './seeded-random.ts';
export { randomBut, randomLegal, scripted } from './strategies.ts';
export type { Strategy, Turn } from './strategy.ts';
