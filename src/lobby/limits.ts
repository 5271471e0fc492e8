// What players may ask of the lobby, and in what time: each limit has its own error code (C8).

/** The limits of the lobby. Each is answered with an error code of its own. */
export type LobbyLimits = {
  /** Rooms that one player may be in; beyond it ROOM_LIMIT. */
  readonly roomsPerPlayer: number;
  /** Rooms at once; beyond it SERVER_FULL. */
  readonly rooms: number;
  /** Rooms made from one address in a minute; beyond it CREATE_LIMIT. */
  readonly createdPerMinute: number;
  /** Quick matches asked for from one address in a minute; beyond it FIND_LIMIT. */
  readonly findsPerMinute: number;
  /** Wrong room codes from one address in a minute; beyond it CODE_LIMIT (L3). */
  readonly wrongCodesPerMinute: number;
  /** Whole listings told to one connection in a minute; beyond it RATE_LIMITED. */
  readonly watchesPerMinute: number;
  /** Rooms in one listing: the oldest so many, so that a lobby message has a bound. */
  readonly listedRooms: number;
  /** How long changes of the listing are gathered before they are told, in ms. */
  readonly listingDelayMs: number;
};

export const LOBBY_LIMITS: LobbyLimits = {
  // Some games at once for who plays slow ones; each costs memory until its last member has gone.
  roomsPerPlayer: 5,
  // Twice what 10,000 connections fill, two players a room, and as much again for those away.
  rooms: 20_000,
  // A school class behind one address makes its rooms within a minute or two.
  createdPerMinute: 60,
  // A hundred a second: what a tester's bots play from one machine, and still a bound.
  findsPerMinute: 6_000,
  // A mistyped code is corrected in one or two tries.
  wrongCodesPerMinute: 10,
  // A page shows the lobby once or twice; each listing may be a thousand times the size of what asks for it.
  watchesPerMinute: 30,
  // About 40 KB.
  listedRooms: 200,
  // Fast enough for the eye, and one message for a burst.
  listingDelayMs: 100,
};
