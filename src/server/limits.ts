// Every limit of the server (C8): those of connections, rooms, lobby, text and the door, in one object.
import { type ConnectionLimits, connectionLimits } from '../connection/index.ts';
import { LOBBY_LIMITS, type LobbyLimits } from '../lobby/index.ts';
import type { RoomLimits } from '../room/index.ts';

/** Every limit of a server. The defaults are `defaultLimits`; `createServer` takes those that differ. */
export type ServerLimits = ConnectionLimits &
  RoomLimits &
  LobbyLimits & {
    /** Characters in one line of chat; a longer one is rejected with BAD_MESSAGE. */
    readonly chatCharacters: number;
    /** Characters of a player's name; the rest is cut off. */
    readonly nameCharacters: number;
    /** New sessions from one address in a minute, then SESSION_LIMIT. A session that is resumed is not counted. */
    readonly sessionsPerMinute: number;
    /** Finished matches read over HTTP from one address in a minute, then HTTP 429. */
    readonly matchesPerMinute: number;
  };

/** The limits of a server that is given none. Each number has its reason in the source. */
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

type Range = { readonly min: number; readonly max: number; readonly meaning: string };

const count = (meaning: string, min = 1): Range => ({ min, max: 1_000_000, meaning });
const bytes = (meaning: string): Range => ({ min: 1_024, max: 64 * 1024 * 1024, meaning });
const ms = (meaning: string, min = 10): Range => ({ min, max: 24 * 60 * 60_000, meaning });

export const limitRanges: { readonly [Name in keyof ServerLimits]: Range } = {
  frameBytes: bytes('Bytes of one message; more closes with 1009.'),
  fragments: count('Fragments of one message; more closes with 1008.'),
  chunks: count('Pieces kept of an unfinished frame; more closes with 1008.'),
  pendingPongs: count('Answers to pings that wait for a peer who does not read; more ends the connection.'),
  messagesPerSecond: count('Messages a second of one connection, after the burst; beyond it RATE_LIMITED.'),
  messageBurst: count('Messages of one connection taken at once, before the rate counts.'),
  messageOverrun: count('Messages refused for their rate before the connection is closed with 4429.'),
  badMessages: count('Bad messages of one connection, at once and a minute; more closes with 4400.'),
  helloMs: ms('Time to say hello in, in ms; after it 4401.'),
  authenticateMs: ms('Time that the authenticate hook may take, in ms.'),
  heartbeatMs: ms('Time between two pings, in ms; two without an answer close with 4408.'),
  softBytes: bytes('Bytes queued for a slow reader before one document replaces its diffs.'),
  hardBytes: bytes('Bytes queued for a slow reader before it is closed with 4413.'),
  slowReaderMs: ms('How long a reader may be slow, in ms, before it is closed with 4413.'),
  closeMs: ms('Time to answer a close frame in, in ms; after it the socket is cut.'),
  connections: count('Connections in all; who comes beyond is closed with 1013.'),
  connectionsPerAddress: count('Connections from one address; who comes beyond gets HTTP 429.'),
  sessionsPerMinute: count('New guests from one address in a minute; beyond it SESSION_LIMIT.'),
  matchesPerMinute: count('Finished matches read from one address in a minute; beyond it HTTP 429.'),
  sweepMs: ms('Time between two looks at all connections, in ms; how exact the times above are.'),
  rooms: count('Rooms at once; beyond it SERVER_FULL.'),
  roomsPerPlayer: count('Rooms that one player may be in; beyond it ROOM_LIMIT.'),
  createdPerMinute: count('Rooms made from one address in a minute; beyond it CREATE_LIMIT.'),
  findsPerMinute: count('Quick matches asked for from one address in a minute; beyond it FIND_LIMIT.'),
  wrongCodesPerMinute: count('Wrong room codes from one address in a minute; beyond it CODE_LIMIT.'),
  watchesPerMinute: count('Whole listings told to one connection in a minute; beyond it RATE_LIMITED.'),
  listedRooms: count('Rooms in one listing of the lobby: the oldest so many.'),
  listingDelayMs: ms('How long changes of the listing are gathered, in ms, before they are told.', 0),
  spectatorsPerRoom: count('Spectators of one room; beyond it SPECTATOR_LIMIT.', 0),
  spectatorDelayMs: ms('How long a changed number of spectators may go untold, in ms.', 0),
  inboxLength: count('What may wait in the inbox of one room; beyond it ROOM_BUSY.'),
  graceMs: ms('How long a seat is kept for a player who is away, in ms.', 0),
  // The protocol's schema ends at 2,000 characters of chat and 256 of a name, whatever is set here.
  chatCharacters: { min: 1, max: 2_000, meaning: 'Characters in one line of chat; beyond it BAD_MESSAGE.' },
  nameCharacters: { min: 1, max: 256, meaning: "Characters of a player's name; the rest is cut off." },
};

export type LimitName = keyof ServerLimits;

export const limitNames = Object.keys(limitRanges) as LimitName[];
