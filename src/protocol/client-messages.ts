// Client to server: the one closed union of all messages that may come in. Nothing else passes the codec.
import { z } from 'zod';

/** Chosen by the client; the one answer to the message carries it back (C3). */
export const ref = z.union([z.int().positive(), z.string().min(1).max(64)]);

const roomId = z.string().min(1).max(64);
const gameName = z.string().min(1).max(64);
const level = z.string().min(1).max(32);
const nothing = z.strictObject({});
const inRoom = z.strictObject({ room: roomId });

/** Checked by the game's own schema later. z.unknown, since z.json() would undo the compiled union's speed. */
const forTheGame = z.unknown();

const message = <Type extends string, Payload extends z.ZodType>(
  type: Type,
  meaning: string,
  payload: Payload,
) => z.strictObject({ type: z.literal(type), ref: ref.optional(), payload }).describe(meaning);

export const clientMessage = z.discriminatedUnion('type', [
  message(
    'hello',
    'Opens or resumes a session. The first message of a connection, sent once.',
    z.strictObject({
      protocol: z.int(),
      token: z.string().min(1).max(256).optional(),
      name: z.string().max(256).optional(),
    }),
  ),
  message('ping', "Asks for an answer with the server's time.", nothing),
  message(
    'lobby.watch',
    'Asks for the list of public rooms, of one game or of all, and for every change to it.',
    z.strictObject({ game: gameName.optional() }),
  ),
  message('lobby.unwatch', 'Ends the changes of the list.', nothing),
  message(
    'match.find',
    'Asks for a match with others who ask for the same game with the same options.',
    z.strictObject({ game: gameName, options: forTheGame.optional() }),
  ),
  message('match.cancel', 'Stops waiting for a match.', nothing),
  message(
    'room.create',
    'Makes a room; its maker takes a seat.',
    z.strictObject({
      game: gameName,
      options: forTheGame.optional(),
      visibility: z.enum(['public', 'private']).optional(),
      seats: z.int().min(1).max(64).optional(),
      bots: z.int().min(0).max(63).optional(),
      level: level.optional(),
    }),
  ),
  message(
    'room.join',
    'Enters a room by its id or its code, to play or to watch.',
    z.union([
      z.strictObject({ room: roomId, as: z.enum(['player', 'spectator']).optional() }),
      z.strictObject({ code: z.string().min(1).max(32), as: z.enum(['player', 'spectator']).optional() }),
    ]),
  ),
  message('room.leave', 'Gives up the seat, or stops watching.', inRoom),
  message(
    'room.resume',
    'Continues after an interruption or a gap, from the epoch and revision that the client holds.',
    z.strictObject({ room: roomId, epoch: z.int().nonnegative(), revision: z.int().nonnegative() }),
  ),
  message(
    'room.bot',
    'Fills a free seat with a bot, of a level if one is named.',
    z.strictObject({ room: roomId, level: level.optional() }),
  ),
  message('room.rematch', 'Offers a rematch, or accepts one; it starts when every player has.', inRoom),
  message('room.legal', "Asks what the sender's seat may do now.", inRoom),
  message(
    'intent',
    "Asks for an action in the game. seq is the player's own rising counter, from 1.",
    z.strictObject({ room: roomId, seq: z.int().positive(), intent: forTheGame }),
  ),
  message(
    'chat',
    'Sends a line of text to all members of a room.',
    z.strictObject({ room: roomId, text: z.string().min(1).max(2000) }),
  ),
]);

/** A message from a client. */
export type ClientMessage = z.output<typeof clientMessage>;
/** The type of a message from a client, such as `intent`. */
export type ClientMessageType = ClientMessage['type'];
export type Ref = z.output<typeof ref>;

/** The payload of one type of message. */
export type ClientPayload<Type extends ClientMessageType> = Extract<ClientMessage, { type: Type }>['payload'];
