// Which answers a message may get, and which messages the server pushes: the table behind rule C3.
import type { ClientMessageType } from './client-messages.ts';
import type { ServerMessageType } from './server-messages.ts';

/** By type of message: the answers that carry its ref. Any message may also be answered with `error`. */
export const answers = {
  hello: ['welcome'],
  ping: ['pong'],
  'lobby.watch': ['lobby'],
  'lobby.unwatch': ['ok'],
  'match.find': ['queued'],
  'match.cancel': ['ok'],
  'room.create': ['joined'],
  'room.join': ['joined'],
  'room.leave': ['left'],
  'room.resume': ['resumed', 'joined'],
  'room.bot': ['ok'],
  'room.rematch': ['ok'],
  'room.legal': ['legal'],
  intent: ['diff', 'rejected'],
  chat: ['chat'],
} as const satisfies Record<ClientMessageType, readonly ServerMessageType[]>;

/** Messages that the server may send without a request. */
export const pushed = [
  'lobby',
  'lobby.diff',
  'joined',
  'diff',
  'left',
  'chat',
  'draining',
] as const satisfies readonly ServerMessageType[];
