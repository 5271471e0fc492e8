// Assembly: makes the parts of a client, connects them, and shows them to the application as one object.
import type { Client, ConnectOptions, GameModule, Room } from './api.ts';
import { Backoff } from './backoff.ts';
import { ClientError } from './errors.ts';
import { Heartbeat } from './heartbeat.ts';
import { Link, type LinkEvents } from './link.ts';
import { Lobby } from './lobby.ts';
import { openSocket, pageUrl, systemClock, watchPlatform } from './platform.ts';
import type { JoinedRoom } from './room.ts';
import { JoinedRooms } from './rooms.ts';
import { SeatRequests } from './seat-requests.ts';
import { inMemory, Session } from './session.ts';
import { Batch, ClientState } from './state.ts';

/**
 * Connects, and stays connected until `close()` or until the server says not to come back.
 * Returns at once, and throws only where there is no address to connect to: outside a browser it needs a `url`.
 */
export function connect(options: ConnectOptions = {}): Client {
  const { clock = systemClock, createSocket = openSocket, random = Math.random } = options;
  const { storage = inMemory(), backoff = { min: 250, max: 5000 }, name } = options;
  const url = (options.url ?? pageUrl()).replace(/^http/, 'ws');
  const batch = new Batch();
  const state = new ClientState(batch);
  const events: LinkEvents = {
    opened: () => session.hello(),
    received(message) {
      rooms.received(message);
      lobby.received(message);
    },
    lost: () => rooms.connectionLost(),
    closed(error) {
      stopWatching();
      rooms.close(error);
      seatRequests.close(error);
      session.close(error);
    },
  };
  const link = new Link({
    ...{ url, createSocket, clock, batch, state, events },
    backoff: new Backoff({ ...backoff, random }),
  });
  const rooms: JoinedRooms = new JoinedRooms({
    link,
    batch,
    state,
    claim: (room) => seatRequests.claim(room),
  });
  const seatRequests = new SeatRequests({ link, rooms });
  const lobby = new Lobby({ link, batch });
  const heartbeat = new Heartbeat({ link, clock, state });
  const session = new Session({
    ...{ link, state, storage, name },
    onWelcome(welcome) {
      seatRequests.resume(rooms.resume(welcome.rooms));
      lobby.refresh();
      heartbeat.ping();
    },
    onTokenRejected: () => rooms.sessionLost(),
  });
  const stopWatching = watchPlatform({
    offline: () => link.drop(),
    online: () => (link.online ? heartbeat.ping() : link.open()),
  });
  link.open();
  return asClient({ state, link, session, rooms, seatRequests, lobby });
}

type ClientParts = {
  readonly state: ClientState;
  readonly link: Link;
  readonly session: Session;
  readonly rooms: JoinedRooms;
  readonly seatRequests: SeatRequests;
  readonly lobby: Lobby;
};

/** Adds the questions to the state, which is the client then. */
function asClient({ state, link, session, rooms, seatRequests, lobby }: ClientParts): Client {
  return Object.assign(state, {
    ready: () => session.ready,
    find<G extends GameModule>(game: G['name'], options?: unknown) {
      const { room, cancel } = seatRequests.add('match.find', { game, options });
      return { room: typed<G>(room), cancel };
    },
    create: <G extends GameModule>(game: G['name'], settings: Parameters<Client['create']>[1] = {}) =>
      typed<G>(seatRequests.add('room.create', { ...settings, game }).room),
    join: <G extends GameModule>(
      where: Parameters<Client['join']>[0],
      as: 'player' | 'spectator' = 'player',
    ) => typed<G>(rooms.join({ ...where, as })),
    watchLobby: (game?: string) => lobby.watch(game),
    retry: () => link.open(),
    close: () => link.close(new ClientError('CLOSED')),
  });
}

/** Which game a room plays is the caller's word, given with the game's name or the link to the room. */
const typed = <G extends GameModule>(room: Promise<JoinedRoom>): Promise<Room<G>> =>
  room as Promise<unknown> as Promise<Room<G>>;
