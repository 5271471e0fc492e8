// Assembly: makes the parts of a client and wires them.
import type { Client, ConnectOptions } from './api.ts';
import { Backoff } from './backoff.ts';
import { Changes } from './changes.ts';
import { asClient } from './client.ts';
import { Heartbeat } from './heartbeat.ts';
import { Link, type LinkEvents } from './link.ts';
import { Lobby } from './lobby.ts';
import { openSocket, pageUrl, systemClock, watchSurroundings } from './platform.ts';
import { Rooms } from './rooms.ts';
import { inMemory, Session } from './session.ts';
import { ClientState } from './state.ts';
import { Wishes } from './wishes.ts';

/**
 * Connects, and stays connected until `close()` or until the server says not to come back.
 * Returns at once, and throws only where there is no address to connect to: outside a browser it needs a `url`.
 */
export function connect(options: ConnectOptions = {}): Client {
  const { clock = systemClock, createSocket = openSocket, random = Math.random } = options;
  const { storage = inMemory(), backoff = { min: 250, max: 5000 }, name } = options;
  const url = (options.url ?? pageUrl()).replace(/^http/, 'ws');
  const changes = new Changes();
  const state = new ClientState(changes);
  const events: LinkEvents = {
    opened: () => session.hello(),
    received(message) {
      rooms.received(message);
      lobby.received(message);
    },
    lost: () => rooms.lost(),
    ended(error) {
      stopWatching();
      rooms.ended(error);
      wishes.ended(error);
      session.ended(error);
    },
  };
  const link = new Link({
    ...{ url, createSocket, clock, changes, state, events },
    backoff: new Backoff({ ...backoff, random }),
  });
  const rooms: Rooms = new Rooms({ link, changes, state, take: (room) => wishes.take(room) });
  const wishes = new Wishes({ link, rooms });
  const lobby = new Lobby({ link, changes });
  const heartbeat = new Heartbeat({ link, clock, state });
  const session = new Session({
    ...{ link, state, storage, name },
    welcomed(welcome) {
      wishes.welcome(rooms.welcome(welcome.rooms));
      lobby.refresh();
      heartbeat.beat();
    },
    forgotten: () => rooms.forget(),
  });
  const stopWatching = watchSurroundings({
    gone: () => link.drop(),
    back: () => (link.online ? heartbeat.beat() : link.open()),
  });
  link.open();
  return asClient({ state, link, session, rooms, wishes, lobby });
}
