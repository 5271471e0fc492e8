// Client to server: the one closed union of all that may come in. Nothing else passes the codec.
import { z } from 'zod';

/** Chosen by the client; the one answer to the message carries it back (C3). */
export const ref = z.union([z.int().positive(), z.string().min(1).max(64)]);

const roomId = z.string().min(1).max(64);
const gameName = z.string().min(1).max(64);
const nothing = z.strictObject({});
const inRoom = z.strictObject({ room: roomId });

/** What only the game's own schema can judge. z.unknown, since z.json() would undo the compiled union's speed. */
const forTheGame = z.unknown();

const message = <Type extends string, Payload extends z.ZodType>(type: Type, payload: Payload) =>
  z.strictObject({ type: z.literal(type), ref: ref.optional(), payload });

export const clientMessage = z.discriminatedUnion('type', [
  message(
    'hello',
    z.strictObject({
      protocol: z.int(),
      token: z.string().min(1).max(256).optional(),
      name: z.string().max(256).optional(),
    }),
  ),
  message('ping', nothing),
  message('lobby.watch', z.strictObject({ game: gameName.optional() })),
  message('lobby.unwatch', nothing),
  message('match.find', z.strictObject({ game: gameName, options: forTheGame.optional() })),
  message('match.cancel', nothing),
  message(
    'room.create',
    z.strictObject({
      game: gameName,
      options: forTheGame.optional(),
      visibility: z.enum(['public', 'private']).optional(),
      seats: z.int().min(1).max(64).optional(),
      bots: z.int().min(0).max(63).optional(),
    }),
  ),
  message(
    'room.join',
    z.union([
      z.strictObject({ room: roomId, as: z.enum(['player', 'spectator']).optional() }),
      z.strictObject({ code: z.string().min(1).max(32), as: z.enum(['player', 'spectator']).optional() }),
    ]),
  ),
  message('room.leave', inRoom),
  message(
    'room.resume',
    z.strictObject({ room: roomId, epoch: z.int().nonnegative(), revision: z.int().nonnegative() }),
  ),
  message('room.bot', inRoom),
  message('room.rematch', inRoom),
  message('room.legal', inRoom),
  message('intent', z.strictObject({ room: roomId, seq: z.int().positive(), intent: forTheGame })),
  message('chat', z.strictObject({ room: roomId, text: z.string().min(1).max(2000) })),
]);

export type ClientMessage = z.output<typeof clientMessage>;
export type ClientMessageType = ClientMessage['type'];
export type Ref = z.output<typeof ref>;

/** The payload of one type of message. */
export type ClientPayload<Type extends ClientMessageType> = Extract<ClientMessage, { type: Type }>['payload'];
