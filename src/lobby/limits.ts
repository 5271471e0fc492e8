// The limits of the lobby: each has a safe default and its own error code (C8).

/** The limits of the lobby. Each is answered with an error code of its own. */
export type LobbyLimits = {
  /** Rooms that one player may be in; beyond it ROOM_LIMIT. */
  readonly roomsPerPlayer: number;
  /** Rooms at once; beyond it SERVER_FULL. */
  readonly rooms: number;
  /** Rooms made from one address in a minute; beyond it CREATE_LIMIT. */
  readonly createdPerMinute: number;
  /** Quick matches requested from one address in a minute; beyond it FIND_LIMIT. */
  readonly findsPerMinute: number;
  /** Wrong room codes from one address in a minute; beyond it CODE_LIMIT (L3). */
  readonly wrongCodesPerMinute: number;
  /** Full listings sent to one connection in a minute; beyond it RATE_LIMITED. */
  readonly watchesPerMinute: number;
  /** Maximum number of rooms in one listing (the oldest), so that a lobby message is bounded. */
  readonly listedRooms: number;
  /** How long changes of the listing are gathered before they are sent, in ms. */
  readonly listingDelayMs: number;
};

export const LOBBY_LIMITS: LobbyLimits = {
  // A few slow games at once; each costs memory until its last member has gone.
  roomsPerPlayer: 5,
  // Twice the 5,000 rooms that 10,000 connections fill, and the same again for players who are away.
  rooms: 20_000,
  // A school class behind one address creates its rooms within a minute or two.
  createdPerMinute: 60,
  // 100 per second: what simulated players of one test machine need, and still a bound.
  findsPerMinute: 6_000,
  // A mistyped code is corrected in one or two tries.
  wrongCodesPerMinute: 10,
  // A page shows the lobby once or twice; a listing may be 1,000 times the size of its request.
  watchesPerMinute: 30,
  // About 40 KB.
  listedRooms: 200,
  // Not noticed by players, and one message for a burst of changes.
  listingDelayMs: 100,
};
