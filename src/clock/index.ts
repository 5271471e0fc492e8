export type { CancelTimer, Clock } from './clock.ts';
export { repeat, shiftedClock, systemClock } from './clock.ts';
export { ManualClock } from './manual-clock.ts';
export { TimerHeap } from './timer-heap.ts';
