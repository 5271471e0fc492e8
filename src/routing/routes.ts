// The table: which function each type of message goes to. One screen; the work is done behind it.
import type { Clock } from '../clock/index.ts';
import type { Listing, Lobby, Rooms } from '../lobby/index.ts';
import type { ClientMessageType, ClientPayload } from '../protocol/index.ts';
import type { Room } from '../room/index.ts';
import { type Caller, readable } from '../session/index.ts';

/** What the routes lead to. */
export type House = {
  readonly clock: Clock;
  readonly lobby: Lobby;
  readonly listing: Listing;
  readonly rooms: Rooms;
  readonly chatCharacters: number;
};

type Route<Type extends ClientMessageType> = (
  house: House,
  caller: Caller,
  payload: ClientPayload<Type>,
) => void | Promise<void>;

/** Every type but hello, which makes the caller in the first place. */
type RoutedType = Exclude<ClientMessageType, 'hello'>;

export const routes: { readonly [Type in RoutedType]: Route<Type> } = {
  ping: ({ clock }, caller) => caller.answer('pong', { at: clock.now() }),

  'lobby.watch': ({ listing }, caller, { game }) => listing.watch(caller.connection, game, caller.ref),
  'lobby.unwatch': ({ listing }, caller) => {
    listing.unwatch(caller.connection);
    caller.answer('ok', {});
  },

  'match.find': ({ lobby }, caller, payload) => lobby.find(caller, payload),
  'match.cancel': ({ lobby }, caller) => lobby.cancel(caller),

  'room.create': ({ lobby }, caller, payload) => lobby.create(caller, payload),
  'room.join': ({ lobby }, caller, payload) => lobby.join(caller, payload),
  'room.leave': (house, caller, { room }) => roomOf(house, caller, room)?.leave(caller),
  'room.resume': (house, caller, { room, ...from }) => roomOf(house, caller, room)?.resume(caller, from),
  'room.bot': (house, caller, { room }) => roomOf(house, caller, room)?.seatBot(caller),
  'room.rematch': (house, caller, { room }) => roomOf(house, caller, room)?.rematch(caller),
  'room.legal': (house, caller, { room }) => roomOf(house, caller, room)?.legal(caller),

  intent: ({ rooms }, caller, { room: id, seq, intent }) => {
    const room = rooms.get(id);
    if (room === undefined) caller.reject(id, 'UNKNOWN_ROOM');
    else room.intent(caller, seq, intent);
  },

  chat: (house, caller, { room, text }) => {
    const shown = readable(text, text.length);
    if (shown === '' || [...shown].length > house.chatCharacters)
      caller.refuse('BAD_MESSAGE', { path: 'payload.text' });
    else roomOf(house, caller, room)?.chat(caller, shown);
  },
};

function roomOf({ rooms }: House, caller: Caller, id: string): Room | undefined {
  const room = rooms.get(id);
  if (room === undefined) caller.refuse('UNKNOWN_ROOM');
  return room;
}
