export { HouseBots, type HouseBotsOptions } from './house-bots.ts';
export { seededRandom } from './seeded-random.ts';
export { givesUp, randomBut, randomLegal, scripted } from './strategies.ts';
export type { Strategy, Turn } from './strategy.ts';
