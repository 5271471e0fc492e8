// Kinds of visits, good and bad ones: each connects, does one thing, and disconnects in its own way.
import { once } from 'node:events';
import { get } from 'node:http';
import { WebSocket } from 'ws';
import { type Client, type ClientSocket, connect, type Room } from '../../src/client/index.ts';
import {
  playMatches,
  randomLegal,
  rawClient,
  SimulatedPlayer,
  seededRandom,
  until,
} from '../../src/testing/index.ts';
import { Link } from './fuzz-link.ts';
import type { Random } from './fuzz-random.ts';
import { brokenUpgrade, halfUpgrade } from './fuzz-upgrades.ts';

export type VisitGround = {
  /** `http://host:port` */
  readonly url: string;
  readonly chance: Random;
};

/** Resolves with the number of finished matches. */
export type Visit = (ground: VisitGround) => Promise<number>;

const SOON = { min: 1, max: 20 };

class Guest {
  readonly client: Client;
  readonly player: SimulatedPlayer;
  #socket: WebSocket | undefined;

  constructor({ url, chance }: VisitGround) {
    this.client = connect({
      url: `${url}/ws`,
      backoff: SOON,
      createSocket: (to, protocol) => this.#open(to, protocol),
    });
    this.player = new SimulatedPlayer({
      ...{ client: this.client, strategy: randomLegal },
      random: seededRandom(chance.below(1e9)),
    });
  }

  /** The connection breaks; the client reconnects by itself. */
  cut(): void {
    this.#socket?.terminate();
  }

  #open(url: string, protocol: string): ClientSocket {
    this.#socket = new WebSocket(url, protocol);
    return this.#socket as unknown as ClientSocket;
  }
}

const guests = (ground: VisitGround, count: number): Guest[] =>
  Array.from({ length: count }, () => new Guest(ground));

const closeAll = (all: readonly Guest[]): void => {
  for (const { client } of all) client.close();
};

/** Players who find a match, play and leave. */
const quickMatches: Visit = async ({ url, chance }) => {
  const { finished, failures } = await playMatches({
    ...{ url: `${url}/ws`, game: 'tic-tac-toe', seats: 2, matches: 4, concurrency: 2 },
    seed: chance.below(1e9),
  });
  if (failures.length > 0) throw new Error(failures.join('; '));
  return finished;
};

/** A player against a bot, with a rematch. */
const againstBot: Visit = async (ground) => {
  const { client, player } = new Guest(ground);
  const room = await client.create('tic-tac-toe', { visibility: 'private', bots: 1 });
  await player.play(room);
  await room.rematch();
  await until(room, ({ document }) => document.match === 2);
  await player.play(room);
  await room.leave();
  client.close();
  return 2;
};

/** Two players in a private room, with spectators and chat; one spectator disconnects. */
const amongFriends: Visit = async (ground) => {
  const all = guests(ground, 5);
  const [ann, bob, ...watchers] = all as [Guest, Guest, ...Guest[]];
  const made = await ann.client.create('tic-tac-toe', { visibility: 'private' });
  const rooms = [made, await bob.client.join({ code: made.document.code })];
  const watched = await Promise.all(
    watchers.map(({ client }) => client.join({ room: made.id }, 'spectator')),
  );
  await Promise.all([...rooms, ...watched].map((room) => room.chat('hello')));
  watchers.pop()?.client.close();
  await Promise.all([ann, bob].map(({ player }, at) => player.play(rooms[at] as Room)));
  await Promise.all(rooms.map((room) => room.leave()));
  closeAll(all);
  return 1;
};

/** Two players whose connections break again and again during the match. */
const onBadLines: Visit = async (ground) => {
  const all = guests(ground, 2);
  const [ann, bob] = all as [Guest, Guest];
  const made = await ann.client.create('tic-tac-toe', { visibility: 'private' });
  const rooms = [made, await bob.client.join({ room: made.id })];
  for (const room of rooms) room.subscribe(() => ground.chance.once(4) && ground.chance.pick(all).cut());
  await Promise.all(all.map(({ player }, at) => player.play(rooms[at] as Room)));
  closeAll(all);
  return 1;
};

/** Two matched players who disconnect; their seats and their match expire. */
const droppingOut: Visit = async (ground) => {
  const all = guests(ground, 2);
  await Promise.all(all.map(({ client }) => client.find('high-card').room));
  for (const one of all) {
    one.client.close();
    one.cut();
  }
  return 0;
};

/** A player who cancels a ticket and watches the lobby; no other player waits for that game. */
const changingMind: Visit = async (ground) => {
  const { client } = new Guest(ground);
  const watch = client.watchLobby();
  const ticket = client.find('vault');
  ticket.room.then((room) => room.leave()).catch(() => {});
  await client.ready();
  await ticket.cancel();
  await client.create('tic-tac-toe', { visibility: 'private' });
  watch.close();
  client.close();
  return 0;
};

/** Clients that do not speak the protocol: closed by the server, or gone by themselves. */
const misbehaving: Visit = async ({ url, chance }) => {
  const raw = await rawClient(`${url}/ws`);
  for (let at = 0; at < 20; at += 1) raw.send('{');
  await raw.closed;
  const port = Number(new URL(url).port);
  for (const bytes of [halfUpgrade(chance), brokenUpgrade(chance), brokenUpgrade(chance)]) {
    const link = new Link(port);
    link.write(bytes);
    await link.end(chance.pick(['fin', 'reset']));
  }
  return 0;
};

/** A browser that requests documents, and a monitor. */
const asking: Visit = async ({ url, chance }) => {
  const path = chance.pick(['/games', '/metrics', '/asyncapi.json', '/nowhere']);
  const request = get(`${url}${path}`, { agent: false });
  const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  response.resume();
  await once(response, 'close');
  return 0;
};

export const visits: readonly Visit[] = [
  ...[quickMatches, againstBot, amongFriends, onBadLines, droppingOut],
  ...[changingMind, misbehaving, asking],
];
