export { type CancelTimer, type Clock, repeat, shiftedClock } from './clock.ts';
export { ManualClock } from './manual-clock.ts';
export { systemClock } from './system-clock.ts';
export { TimerHeap } from './timer-heap.ts';
