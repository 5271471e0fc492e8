// The door of the proof: what the testing kit and the command line use.
export type { CheckId, LeakChannel } from './failed-check.ts';
export { eventText, formatReport } from './format.ts';
export type { Coverage } from './lens.ts';
export type { Bounds, Progress, VerifyOptions } from './plan.ts';
export { type ReplayFile, readReplayFile, stepsOf } from './replay-file.ts';
export type { Counts, Failure, SetupReport, VerifyReport } from './report.ts';
export { stateName, stateValue } from './state-value.ts';
export { leakTest, verifyGame } from './verify-game.ts';
