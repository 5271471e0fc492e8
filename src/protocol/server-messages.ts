// Server to client: the one closed union of all messages that go out.
import { z } from 'zod';
import { ref } from './client-messages.ts';
import { errorCodes } from './errors.ts';
import { type Frozen, roomDocument, roomStatus } from './room-document.ts';

const roomId = z.string();
const seat = z.int().nonnegative();
const revision = z.int().nonnegative();
const epoch = z.int().nonnegative().describe("One life of a room's history.");
const seq = z.int().nonnegative().describe('The last intent accepted from this seat; 0 before the first.');
const epochMs = z.number().describe('epoch ms');
const code = z.enum(errorCodes);

const pointer = z.string();
/** RFC 6902; the server sends three of its six operations. */
export const patch = z.array(
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.literal('add'), path: pointer, value: z.unknown() }),
    z.strictObject({ op: z.literal('remove'), path: pointer }),
    z.strictObject({ op: z.literal('replace'), path: pointer, value: z.unknown() }),
  ]),
);

export const listedRoom = z.strictObject({
  room: roomId,
  game: z.string(),
  status: roomStatus,
  options: z.unknown(),
  seats: z.strictObject({ taken: z.int().nonnegative(), total: z.int().positive() }),
  names: z.array(z.string()).describe('Of the players who are seated.'),
  spectators: z.int().nonnegative(),
});

/** The limits of this server; beyond one the answer is an error with the limit's own code. */
export const limits = z.strictObject({
  frameBytes: z.int().positive(),
  messagesPerSecond: z.number().positive(),
  messageBurst: z.int().positive(),
  heartbeatMs: z.int().positive(),
  graceMs: z.int().nonnegative().describe('How long a seat is kept for a player who is away.'),
  roomsPerPlayer: z.int().positive(),
  spectatorsPerRoom: z.int().nonnegative(),
  chatCharacters: z.int().positive(),
  nameCharacters: z.int().positive(),
});

const message = <Type extends string, Payload extends z.ZodType>(
  type: Type,
  meaning: string,
  payload: Payload,
) => z.strictObject({ type: z.literal(type), ref: ref.optional(), payload }).describe(meaning);

export const serverMessage = z.discriminatedUnion('type', [
  message(
    'welcome',
    "Answers hello. The token is the session's secret: said in a later hello, it resumes the identity.",
    z.strictObject({
      player: z.string(),
      token: z.string(),
      name: z.string(),
      rooms: z.array(z.strictObject({ room: roomId, seat })),
      limits,
    }),
  ),
  message('pong', 'Answers ping with the time of the server.', z.strictObject({ at: epochMs })),
  message(
    'lobby',
    'The public rooms, whole; replaces what the client holds.',
    z.strictObject({ rooms: z.array(listedRoom) }),
  ),
  message('lobby.diff', 'A change to the payload of the last lobby.', z.strictObject({ ops: patch })),
  message(
    'queued',
    'Waiting for a match; a pushed joined ends the wait.',
    z.strictObject({ game: z.string() }),
  ),
  message(
    'joined',
    'A room with its whole document; replaces what the client holds of the room.',
    z.strictObject({ room: roomId, seat: seat.nullable(), epoch, revision, seq, document: roomDocument }),
  ),
  message(
    'resumed',
    'Nothing is lost: the revision is the one the client has, the diffs after it follow.',
    z.strictObject({ room: roomId, seat: seat.nullable(), epoch, revision, seq }),
  ),
  message(
    'diff',
    'One committed change of a room, as operations or, where that is smaller, as the document after it.',
    z.union([
      z.strictObject({ room: roomId, revision, ops: patch }),
      z.strictObject({ room: roomId, revision, document: roomDocument }),
    ]),
  ),
  message(
    'rejected',
    "An intent was refused; nothing has changed. reason: the machine's guard that said no.",
    z.strictObject({ room: roomId, code, reason: z.string().optional(), message: z.string() }),
  ),
  message(
    'legal',
    'What the seat may do at a revision; complete says whether that is all.',
    z.strictObject({
      room: roomId,
      revision,
      intents: z.array(z.looseObject({ type: z.string() })),
      complete: z.boolean(),
    }),
  ),
  message(
    'left',
    'The client is no longer in the room: left (asked), expired (away too long), closed (the room is gone).',
    z.strictObject({ room: roomId, reason: z.enum(['left', 'expired', 'closed']) }),
  ),
  message(
    'chat',
    'Somebody said something in a room.',
    z.strictObject({
      room: roomId,
      from: z.strictObject({ name: z.string(), seat: seat.nullable() }),
      text: z.string(),
      at: epochMs,
    }),
  ),
  message(
    'draining',
    'The server is about to stop; come back then, with some jitter.',
    z.strictObject({ retryAfterMs: z.int().nonnegative() }),
  ),
  message('ok', 'Done; there is nothing more to say.', z.strictObject({})),
  message(
    'error',
    'Anything refused that is not an intent; path says where the first mistake is.',
    z.strictObject({ code, message: z.string(), path: z.string().optional() }),
  ),
]);

/** A message from the server. */
export type ServerMessage = Frozen<z.output<typeof serverMessage>>;
/** The type of a message from the server, such as `diff`. */
export type ServerMessageType = ServerMessage['type'];
/** The payload of one type of message. */
export type ServerPayload<Type extends ServerMessageType> = Extract<ServerMessage, { type: Type }>['payload'];
/** One public room in a listing of the lobby. */
export type ListedRoom = Frozen<z.output<typeof listedRoom>>;
/** The limits that the server sends to a client in `welcome`. */
export type Limits = z.output<typeof limits>;
