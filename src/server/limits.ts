// Every limit of the server (C8) in one object: default, allowed range, text.
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
  // Long enough to return from a tunnel, a reload or a phone call; short enough for the others to wait.
  graceMs: 60_000,
  spectatorsPerRoom: 200,
  // A crowd that arrives at once costs four messages a second, not one for each spectator.
  spectatorDelayMs: 250,
  // A room handles about 50,000 commands a second: 256 waiting ones mean that its store has stopped.
  inboxLength: 256,
  // Six times the connections that one address may have: a school when the lesson begins, or a load test run again.
  sessionsPerMinute: 3_000,
  // Replaying a long match for its reader takes about 100 ms.
  matchesPerMinute: 60,
  chatCharacters: 300,
  // Long enough for most names, short enough for the name of a seat on a 320 px screen.
  nameCharacters: 24,
};

type Range = { readonly min: number; readonly max: number; readonly meaning: string };

const count = (meaning: string, min = 1): Range => ({ min, max: 1_000_000, meaning });
const bytes = (meaning: string): Range => ({ min: 1_024, max: 64 * 1024 * 1024, meaning });
const ms = (meaning: string, min = 10): Range => ({ min, max: 24 * 60 * 60_000, meaning });

/** What each limit may be set to, and its text in `--help` and in the README. */
export const limitRanges: { readonly [Name in keyof ServerLimits]: Range } = {
  frameBytes: bytes('Maximum size of one message, in bytes; a larger one closes the connection with 1009.'),
  fragments: count('Maximum number of fragments of one message; more close the connection with 1008.'),
  chunks: count(
    'Maximum number of buffered pieces of an unfinished frame; more close the connection with 1008.',
  ),
  pendingPongs: count('Maximum number of pongs that a client has not read; more close the connection.'),
  messagesPerSecond: count(
    'Messages per second of one connection, after the burst; further ones get RATE_LIMITED.',
  ),
  messageBurst: count('Messages of one connection that are accepted at once, before the rate applies.'),
  messageOverrun: count('Messages refused by the rate limit before the connection is closed with 4429.'),
  badMessages: count('Invalid messages of one connection, at once and per minute; more close it with 4400.'),
  helloMs: ms('Time for the client to send hello, in ms; then the connection is closed with 4401.'),
  authenticateMs: ms('Time for the authenticate hook, in ms; then the upgrade is refused with HTTP 503.'),
  heartbeatMs: ms('Interval of pings, in ms; a connection that answers neither of two is closed with 4408.'),
  softBytes: bytes('Bytes queued for a slow client before its diffs are replaced by one full document.'),
  hardBytes: bytes('Bytes queued for a slow client before its connection is closed with 4413.'),
  slowReaderMs: ms('Time that a client may be slow, in ms; then its connection is closed with 4413.'),
  closeMs: ms('Time for the client to answer a close frame, in ms; then the socket is destroyed.'),
  connections: count('Maximum number of connections; further ones are closed with 1013.'),
  connectionsPerAddress: count('Maximum number of connections from one address; further ones get HTTP 429.'),
  sessionsPerMinute: count('New sessions from one address per minute; further ones get SESSION_LIMIT.'),
  matchesPerMinute: count(
    'Finished matches read from one address per minute; further requests get HTTP 429.',
  ),
  sweepMs: ms('Interval at which all connections are checked, in ms; the precision of the times above.'),
  rooms: count('Maximum number of rooms; further ones get SERVER_FULL.'),
  roomsPerPlayer: count('Maximum number of rooms per player; further ones get ROOM_LIMIT.'),
  createdPerMinute: count('Rooms created from one address per minute; further ones get CREATE_LIMIT.'),
  findsPerMinute: count('Quick-match requests from one address per minute; further ones get FIND_LIMIT.'),
  wrongCodesPerMinute: count('Wrong room codes from one address per minute; further ones get CODE_LIMIT.'),
  watchesPerMinute: count(
    'Full lobby listings sent to one connection per minute; further ones get RATE_LIMITED.',
  ),
  listedRooms: count('Maximum number of rooms in one lobby listing (the oldest).'),
  listingDelayMs: ms(
    'Time for which changes of the lobby listing are collected before they are sent, in ms.',
    0,
  ),
  spectatorsPerRoom: count('Maximum number of spectators per room; further ones get SPECTATOR_LIMIT.', 0),
  spectatorDelayMs: ms('Time for which changes of the number of spectators are collected, in ms.', 0),
  inboxLength: count('Maximum number of commands that wait in one room; further ones get ROOM_BUSY.'),
  graceMs: ms('Time for which the seat of a disconnected player is kept, in ms.', 0),
  // The protocol's schema allows at most 2,000 characters of chat and 256 of a name, whatever is set here.
  chatCharacters: {
    min: 1,
    max: 2_000,
    meaning: 'Maximum length of a chat line, in characters; a longer one gets BAD_MESSAGE.',
  },
  nameCharacters: {
    min: 1,
    max: 256,
    meaning: "Maximum length of a player's name, in characters; the rest is cut off.",
  },
};

export type LimitName = keyof ServerLimits;

export const limitNames = Object.keys(limitRanges) as LimitName[];
