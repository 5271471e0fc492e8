// The door for property tests: arbitraries of fast-check, which whoever comes in here has installed.
export { anyIntentOf, intentsOf, type OwnIntents } from './intents.ts';
export { matchesOf, type PlayedEvent, type Walk, type WalkPlan } from './matches.ts';
