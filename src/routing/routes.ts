// The table: which function each type of message goes to. One screen; the work is done behind it.
import type { Clock } from '../clock/index.ts';
import type { Listing, Lobby } from '../lobby/index.ts';
import { chain, type MaybePromise } from '../maybe-promise.ts';
import type { ClientMessageType, ClientPayload } from '../protocol/index.ts';
import type { RoomRegistry } from '../registry/index.ts';
import { type CommandOutcome, type JoinOutcome, type RoomHandle, refused } from '../room/index.ts';
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
  context: RouteContext,
  caller: Caller,
  payload: ClientPayload<Type>,
) => MaybePromise<void>;

/** Every type but hello, which makes the caller in the first place. */
type RoutedType = Exclude<ClientMessageType, 'hello'>;

export const routes: { readonly [Type in RoutedType]: Route<Type> } = {
  ping: ({ clock }, caller) => caller.answer('pong', { at: clock.now() }),

  'lobby.watch': ({ listing }, caller, { game }) => listing.watch(caller, game),
  'lobby.unwatch': ({ listing }, caller) => {
    listing.unwatch(caller.connection);
    caller.answer('ok', {});
  },

  'match.find': ({ lobby }, caller, payload) => refuse(caller, lobby.find(caller, payload)),
  'match.cancel': ({ lobby }, caller) => lobby.cancel(caller),

  'room.create': ({ lobby }, caller, payload) => refuse(caller, lobby.create(caller, payload)),
  'room.join': ({ lobby }, caller, payload) => refuse(caller, lobby.join(caller, payload)),
  'room.leave': ({ rooms }, caller, { room }) =>
    refuse(
      caller,
      inRoom(rooms, room, (r) => r.leave(caller)),
    ),
  'room.resume': ({ rooms }, caller, { room, ...from }) =>
    refuse(
      caller,
      inRoom(rooms, room, (r) => r.resume(caller, from)),
    ),
  'room.bot': ({ rooms, lobby }, caller, { room, level }) =>
    refuse(
      caller,
      inRoom(rooms, room, (r) => lobby.addBot(caller, r, level)),
    ),
  'room.rematch': ({ rooms }, caller, { room }) =>
    refuse(
      caller,
      inRoom(rooms, room, (r) => r.rematch(caller)),
    ),
  'room.legal': ({ rooms }, caller, { room }) =>
    refuse(
      caller,
      inRoom(rooms, room, (r) => r.legal(caller)),
    ),

  intent: ({ rooms }, caller, { room, seq, intent }) =>
    chain(
      inRoom(rooms, room, (r) => r.intent(caller, seq, intent)),
      (outcome) => {
        if (outcome.status === 'refused') caller.reject(room, outcome.code, outcome);
      },
    ),

  chat: ({ rooms, chatCharacters }, caller, { room, text }) => {
    const shown = readable(text, text.length);
    const fits = shown !== '' && [...shown].length <= chatCharacters;
    if (!fits) return refuse(caller, refused('BAD_MESSAGE', { path: 'payload.text' }));
    return refuse(
      caller,
      inRoom(rooms, room, (r) => r.chat(caller, shown)),
    );
  },
};

/** Runs the command at once if the room is in memory, else when it is loaded. */
function inRoom(
  rooms: RoomRegistry,
  id: string,
  command: (room: RoomHandle) => MaybePromise<CommandOutcome>,
): MaybePromise<CommandOutcome> {
  return chain(rooms.find(id), (found) => {
    if (found === undefined) return refused('UNKNOWN_ROOM');
    return found === 'set-aside' ? refused('ROOM_SET_ASIDE') : command(found);
  });
}

/** Success was answered where it happened, in order with the diffs; a refusal is answered here. */
function refuse(caller: Caller, outcome: MaybePromise<CommandOutcome | JoinOutcome>): MaybePromise<void> {
  return chain(outcome, (result) => {
    if (result.status === 'refused') caller.refuse(result.code, { path: result.path });
  });
}
