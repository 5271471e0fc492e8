export { MatchArchiver } from './match-archiver.ts';
export { RoomRegistry } from './room-registry.ts';
