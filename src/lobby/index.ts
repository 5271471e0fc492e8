export { LOBBY_LIMITS, type LobbyLimits } from './limits.ts';
export { Listing } from './listing.ts';
export { Lobby } from './lobby.ts';
export { Matchmaker, type MatchRequest } from './matchmaker.ts';
export type { OpenRoom, Pairing, Ticket } from './pairing.ts';
