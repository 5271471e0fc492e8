export type { Broadcaster, BroadcastSource, Cause, ResumePoint, RoomViews } from './broadcaster.ts';
export { renderDocuments } from './document.ts';
export { legalOf } from './match-commands.ts';
export {
  asLogged,
  type MatchEvent,
  type MatchRecord,
  matchIdOf,
  type Recording,
  type Replayed,
  replay,
  replaying,
} from './match-record.ts';
export type { Member, Presence } from './members.ts';
export { type CommandOutcome, type JoinOutcome, type Refusal, refused } from './outcome.ts';
export { reduce } from './reducer.ts';
export { Room, type RoomOptions } from './room.ts';
export type { RoomContext, RoomLimits, RoomLogger } from './room-context.ts';
export type { FinishedMatch, RoomHandle, RoomObserver, RoomSummary } from './room-handle.ts';
export { lastAt, migrated, setupOf } from './room-snapshot.ts';
export type { Holder, RoomEvent, RoomSetup, RoomState } from './state.ts';
