// Every limit of the server (C8): those of connections, rooms, lobby, text and the door, in one object.
import { type ConnectionLimits, connectionLimits } from '../connection/index.ts';
import { LOBBY_LIMITS, type LobbyLimits } from '../lobby/index.ts';
import type { RoomLimits } from '../room/index.ts';

type TextLimits = {
  /** Characters in one line of chat; beyond it BAD_MESSAGE. */
  readonly chatCharacters: number;
  /** Characters of a player's name; the rest is cut off. */
  readonly nameCharacters: number;
};

type DoorLimits = {
  /** Guests who begin a session at one address in a minute; beyond it SESSION_LIMIT. Who comes back is not counted. */
  readonly sessionsPerMinute: number;
  /** Finished matches read from one address in a minute; beyond it HTTP 429. */
  readonly matchesPerMinute: number;
};

export type ServerLimits = ConnectionLimits & RoomLimits & LobbyLimits & TextLimits & DoorLimits;

export const defaultLimits: ServerLimits = {
  ...connectionLimits,
  ...LOBBY_LIMITS,
  // A tunnel, a reload, a phone call: long enough to come back from, short enough to wait for.
  graceMs: 60_000,
  spectatorsPerRoom: 200,
  // A crowd that comes at once is told of a few times a second, not once for each of them.
  spectatorDelayMs: 250,
  // A room steps some 50,000 times a second: so many waiting means that its store stands still.
  inboxLength: 256,
  // All that may be connected from there, six times over: a school at the stroke of the bell, or a tester's next try.
  sessionsPerMinute: 3_000,
  // A long match takes a tenth of a second to be replayed for its reader.
  matchesPerMinute: 60,
  chatCharacters: 300,
  // Long enough for most names, short enough for a seat's plate on a 320 px screen.
  nameCharacters: 24,
};
