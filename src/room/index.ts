export type { Broadcaster, BroadcastSource, Cause, RoomViews } from './broadcaster.ts';
export { renderDocuments } from './document.ts';
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
export type { Member } from './members.ts';
export { reduce } from './reducer.ts';
export { Room, type RoomObserver, type RoomOptions } from './room.ts';
export type { RoomContext, RoomLimits, RoomLogger } from './room-context.ts';
export { lastAt, migrated, setupOf } from './room-log.ts';
export { type Holder, type RoomEvent, type RoomSetup, type RoomState, seatOf } from './state.ts';
