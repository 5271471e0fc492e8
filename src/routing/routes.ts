// The table: which function each type of message goes to. One screen; the work is done behind it.
import type { Clock } from '../clock/index.ts';
import type { Listing, Lobby } from '../lobby/index.ts';
import type { ClientMessageType, ClientPayload, ErrorCode } from '../protocol/index.ts';
import type { RoomRegistry } from '../registry/index.ts';
import { Room } from '../room/index.ts';
import { type Caller, readable } from '../session/index.ts';

/** What the routes lead to. */
export type RouteContext = {
  readonly clock: Clock;
  readonly lobby: Lobby;
  readonly listing: Listing;
  readonly rooms: RoomRegistry;
  readonly chatCharacters: number;
};

type Route<Type extends ClientMessageType> = (
  house: RouteContext,
  caller: Caller,
  payload: ClientPayload<Type>,
) => void | Promise<void>;

/** Every type but hello, which makes the caller in the first place. */
type RoutedType = Exclude<ClientMessageType, 'hello'>;

export const routes: { readonly [Type in RoutedType]: Route<Type> } = {
  ping: ({ clock }, caller) => caller.answer('pong', { at: clock.now() }),

  'lobby.watch': ({ listing }, caller, { game }) => listing.watch(caller, game),
  'lobby.unwatch': ({ listing }, caller) => {
    listing.unwatch(caller.connection);
    caller.answer('ok', {});
  },

  'match.find': ({ lobby }, caller, payload) => lobby.find(caller, payload),
  'match.cancel': ({ lobby }, caller) => lobby.cancel(caller),

  'room.create': ({ lobby }, caller, payload) => lobby.create(caller, payload),
  'room.join': ({ lobby }, caller, payload) => lobby.join(caller, payload),
  'room.leave': (house, caller, { room }) => inRoom(house, caller, room, (found) => found.leave(caller)),
  'room.resume': (house, caller, { room, ...from }) =>
    inRoom(house, caller, room, (found) => found.resume(caller, from)),
  'room.bot': (house, caller, { room, level }) =>
    inRoom(house, caller, room, (found) => house.lobby.addBot(caller, found, level)),
  'room.rematch': (house, caller, { room }) => inRoom(house, caller, room, (found) => found.rematch(caller)),
  'room.legal': (house, caller, { room }) => inRoom(house, caller, room, (found) => found.legal(caller)),

  intent: ({ rooms }, caller, payload) => {
    const found = rooms.find(payload.room);
    if (found instanceof Promise) return found.then((room) => intend(room, caller, payload));
    return intend(found, caller, payload);
  },

  chat: (house, caller, { room, text }) => {
    const shown = readable(text, text.length);
    const fits = shown !== '' && [...shown].length <= house.chatCharacters;
    if (fits) return inRoom(house, caller, room, (found) => found.chat(caller, shown));
    return caller.refuse('BAD_MESSAGE', { path: 'payload.text' });
  },
};

type Found = Room | 'set-aside' | undefined;

const refusalOf = (found: Exclude<Found, Room>): ErrorCode =>
  found === undefined ? 'UNKNOWN_ROOM' : 'ROOM_SET_ASIDE';

function intend(found: Found, caller: Caller, payload: ClientPayload<'intent'>): void {
  if (found instanceof Room) found.intent(caller, payload.seq, payload.intent);
  else caller.reject(payload.room, refusalOf(found));
}

/** At once if the room is in memory; else when it has been loaded. */
function inRoom(
  { rooms }: RouteContext,
  caller: Caller,
  id: string,
  go: (room: Room) => void,
): void | Promise<void> {
  const enter = (found: Found): void => {
    if (found instanceof Room) go(found);
    else caller.refuse(refusalOf(found));
  };
  const found = rooms.find(id);
  return found instanceof Promise ? found.then(enter) : enter(found);
}
