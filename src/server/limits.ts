// Every limit of the server (C8): those of connections, of rooms, of the lobby and of text, in one object.
import { type ConnectionLimits, connectionLimits } from '../connection/index.ts';
import { LOBBY_LIMITS, type LobbyLimits } from '../lobby/index.ts';
import type { RoomLimits } from '../room/index.ts';

type TextLimits = {
  /** Characters in one line of chat; beyond it BAD_MESSAGE. */
  readonly chatCharacters: number;
  /** Characters of a player's name; the rest is cut off. */
  readonly nameCharacters: number;
};

export type ServerLimits = ConnectionLimits & RoomLimits & LobbyLimits & TextLimits;

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
  chatCharacters: 300,
  // Long enough for most names, short enough for a seat's plate on a 320 px screen.
  nameCharacters: 24,
};
