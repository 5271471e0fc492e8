// The door for testers: any test runner will do, or none.
export {
  givesUp,
  randomBut,
  randomLegal,
  type Strategy,
  scripted,
  seededRandom,
  type Turn,
} from '../bots/index.ts';
export { ManualClock } from '../clock/index.ts';
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
export type { Progress, Summary } from './tally.ts';
export { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts';
export { until } from './until.ts';
