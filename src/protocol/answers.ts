// Which answers a message may get, and what comes unasked: the table behind rule C3.
import type { ClientMessageType } from './client-messages.ts';
import type { ServerMessageType } from './server-messages.ts';

/** By type of message: the answers that carry its ref. Besides these, any message may be answered with `error`. */
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

/** What the server may send without having been asked. */
export const pushed = [
  'lobby',
  'lobby.diff',
  'joined',
  'diff',
  'left',
  'chat',
  'draining',
] as const satisfies readonly ServerMessageType[];
