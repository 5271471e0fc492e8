// The search of a game for faults, for the testing kit and the command line.
export type { CheckId, LeakChannel } from './failed-check.ts';
export { eventText, formatReport } from './format-report.ts';
export type { Coverage } from './instrumented-game.ts';
export type { Bounds, Progress, VerifyOptions } from './options.ts';
export { stateName } from './position.ts';
export { type ReplayFile, readReplayFile, stepsOf } from './replay-file.ts';
export type { Counts, Failure, SetupReport, VerifyReport } from './report.ts';
export { leakTest, verifyGame } from './verify-game.ts';
