export type { CancelTimer, Clock } from './clock.ts';
export { ManualClock } from './manual-clock.ts';
export { shiftedClock } from './shifted-clock.ts';
export { repeat, systemClock } from './system-clock.ts';
