// The package `turnkeeper/testing`: works with any test runner or none.
export {
  type BotTurn,
  givesUp,
  randomBut,
  randomLegal,
  type Strategy,
  scripted,
  seededRandom,
  type Turn,
} from '../bots/index.ts';
export { ManualClock } from '../clock/index.ts';
export type {
  ClientMessage,
  ClientMessageType,
  ServerMessage,
  ServerMessageType,
  ServerPayload,
} from '../protocol/index.ts';
export type { MatchEvent, MatchRecord, Recording } from '../room/index.ts';
export {
  type Bounds,
  type CheckId,
  type Counts,
  type Coverage,
  type Failure,
  formatReport,
  type LeakChannel,
  leakTest,
  type Progress as VerifyProgress,
  type ReplayFile,
  type SetupReport,
  type VerifyOptions,
  type VerifyReport,
  verifyGame,
} from '../verify/index.ts';
export { accepted, arranged } from './arranged.ts';
export type { Progress, Summary } from './match-counts.ts';
export {
  type Breach,
  BrokenRule,
  defaultFaults,
  type Faults,
  type Interceptor,
  type NetworkPlan,
  type NetworkReport,
  type RuleId,
  type Tamper,
} from './network/plan.ts';
export { simulateNetwork } from './network/simulate-network.ts';
export { type MatchPlan, type PlayedMatch, playMatch } from './play-match.ts';
export { type MatchEnd, type MatchesPlan, playMatches } from './play-matches.ts';
export {
  type Closed,
  type RawClient,
  type RawClientOptions,
  rawClient,
  type ServerMessageOf,
} from './raw-client.ts';
export {
  MatchLost,
  type Rejection,
  type SeenMatch,
  SimulatedPlayer,
  type SimulatedPlayerOptions,
} from './simulated-player.ts';
export {
  type PlayerOptions,
  startTestServer,
  type TestServer,
  type TestServerOptions,
} from './test-server.ts';
export { type Subject, until } from './until.ts';
