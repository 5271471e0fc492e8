// Assembly: makes the parts of a client, connects them, and shows them to the application as one object.
import type { Client, ConnectOptions } from './api.ts';
import { Backoff } from './backoff.ts';
import { ClientError } from './errors.ts';
import { Heartbeat } from './heartbeat.ts';
import { Link, type LinkEvents } from './link.ts';
import { Lobby } from './lobby.ts';
import { openSocket, pageUrl, systemClock, watchPlatform } from './platform.ts';
import { JoinedRooms } from './rooms.ts';
import { SeatRequests } from './seat-requests.ts';
import { inMemory, Session } from './session.ts';
import { Batch, ClientState } from './state.ts';

/**
 * Connects to a turnkeeper server, and reconnects by itself until `close()` or until the server closes for good.
 * Returns at once, before the connection is open: requests wait for it.
 *
 * @throws TypeError outside a browser if there is no `url`, and DOMException (SyntaxError) if the url is invalid
 * @example
 * ```ts
 * const client = connect({ name: 'Ann' }); // outside a browser: connect({ url: 'ws://localhost:3000/ws' })
 * const room = await client.create<typeof ticTacToe>('tic-tac-toe', { bots: 1 });
 * room.subscribe(() => draw(room.document));
 * await room.send({ type: 'place', cell: 4 });
 * ```
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
  // No method uses `this`, which may be a proxy or missing. The caller says which game a room plays: nothing checks it.
  const methods: Omit<Client, keyof ClientState> = {
    ready: () => session.ready,
    find: (game, options) => seatRequests.add('match.find', { game, options }) as never,
    create: (game, settings) => seatRequests.add('room.create', { ...settings, game }).room as never,
    join: (where, as = 'player') => rooms.join({ ...where, as }) as never,
    watchLobby: (game) => lobby.watch(game),
    retry: () => link.open(),
    close: () => link.close(new ClientError('CLOSED', 'The client was closed.')),
  };
  link.open();
  return Object.assign(state, methods);
}
