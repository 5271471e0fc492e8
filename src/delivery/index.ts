export { RoomFeed } from './room-feed.ts';
