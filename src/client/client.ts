// The client as its user sees it: the state of the connection, and what can be asked for.
import type { Client, GameModule, Room } from './api.ts';
import { ClientError } from './client-error.ts';
import type { Link } from './link.ts';
import type { Lobby } from './lobby.ts';
import type { HeldRoom } from './room.ts';
import type { Rooms } from './rooms.ts';
import type { Session } from './session.ts';
import type { ClientState } from './state.ts';
import type { Wishes } from './wishes.ts';

export type ClientParts = {
  readonly state: ClientState;
  readonly link: Link;
  readonly session: Session;
  readonly rooms: Rooms;
  readonly wishes: Wishes;
  readonly lobby: Lobby;
};

/** Adds the questions to the state, which is the client then. */
export function asClient({ state, link, session, rooms, wishes, lobby }: ClientParts): Client {
  return Object.assign(state, {
    ready: () => session.ready,
    find<G extends GameModule>(game: G['name'], options?: unknown) {
      const { room, cancel } = wishes.make('match.find', { game, options });
      return { room: typed<G>(room), cancel };
    },
    create: <G extends GameModule>(game: G['name'], settings: Parameters<Client['create']>[1] = {}) =>
      typed<G>(wishes.make('room.create', { ...settings, game }).room),
    join: <G extends GameModule>(
      where: Parameters<Client['join']>[0],
      as: 'player' | 'spectator' = 'player',
    ) => typed<G>(rooms.join({ ...where, as })),
    watchLobby: (game?: string) => lobby.watch(game),
    retry: () => link.open(),
    close: () => link.end(new ClientError('CLOSED')),
  });
}

/** Which game a room plays is the caller's word, given with the game's name or the link to the room. */
const typed = <G extends GameModule>(room: Promise<HeldRoom>): Promise<Room<G>> =>
  room as Promise<unknown> as Promise<Room<G>>;
