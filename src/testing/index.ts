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
export {
  type CheckId,
  type Failure,
  formatReport,
  leakTest,
  type VerifyOptions,
  type VerifyReport,
  verifyGame,
} from '../verify/index.ts';
export { accepted, arranged } from './arranged.ts';
export type { Progress, Summary } from './match-counts.ts';
export {
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
export { type RawClient, type RawClientOptions, rawClient } from './raw-client.ts';
export {
  MatchLost,
  type Rejection,
  type SeenMatch,
  SimulatedPlayer,
  type SimulatedPlayerOptions,
} from './simulated-player.ts';
export { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts';
export { until } from './until.ts';
