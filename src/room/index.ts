export { type MatchEvent, type MatchRecord, matchIdOf, type Recording } from './match-record.ts';
export type { Member } from './member.ts';
export type { Cause, Outlet, OutletSource, Picture } from './outlet.ts';
export { asLogged, type Replayed, replay, replaying } from './replay.ts';
export { Room, type RoomObserver, type RoomOptions } from './room.ts';
export { lastAt, migrated, setupOf } from './saved-state.ts';
export { type Holder, type RoomEvent, type RoomSetup, type RoomState, seatOf } from './state.ts';
export type { RoomLimits, RoomLog, RoomSurroundings } from './surroundings.ts';
