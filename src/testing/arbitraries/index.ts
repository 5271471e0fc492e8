// The package `turnkeeper/testing/arbitraries`, for property tests. It needs fast-check, an optional peer dependency.
export { anyIntentOf, intentsOf, type OwnIntents } from './intents.ts';
export { matchesOf, type PlayedEvent, type Walk, type WalkPlan } from './matches.ts';
