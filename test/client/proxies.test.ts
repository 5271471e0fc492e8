// Applications keep the client's objects in reactive state, and pass its methods on: both must work.
import { observable } from 'mobx';
import { get, readable } from 'svelte/store';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reactive, ref, watchEffect } from 'vue';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { Client, LobbyWatch, Room, Ticket } from '../../src/client/index.ts';
import { startTestServer, type TestServer, until } from '../../src/testing/index.ts';

type Wrap = <Value extends object>(value: Value) => Value;

/** Every object that is read through it is a proxy, too. */
const deepProxy: Wrap = (value) =>
  new Proxy(value, {
    get(target, key, receiver) {
      const read = Reflect.get(target, key, receiver);
      return typeof read === 'object' && read !== null && !(read instanceof Promise) ? deepProxy(read) : read;
    },
  });

const wraps: Readonly<Record<string, Wrap>> = {
  'a plain proxy': (value) => new Proxy(value, {}),
  'a deep proxy': deepProxy,
  'Vue reactive': (value) => reactive(value) as typeof value,
  'Vue ref': (value) => ref(value).value as typeof value,
  'a field of MobX state': (value) => observable({ value }).value,
  'a MobX box': (value) => observable.box(value).get(),
};

/** Only the functions: called on this, their `this` is another object. */
const detached: Wrap = (value) =>
  Object.fromEntries(
    Object.entries(value).filter(([, member]) => typeof member === 'function'),
  ) as typeof value;

type Methods<Of> = {
  readonly [Key in keyof Of as Of[Key] extends (...args: never) => unknown ? Key : never]: true;
};

// A method that is added to the interface does not compile until it is called below.
const methodsOfRoom: Methods<Room> = {
  subscribe: true,
  send: true,
  legal: true,
  addBot: true,
  rematch: true,
  chat: true,
  onChat: true,
  leave: true,
};
const methodsOfClient: Methods<Client> = {
  subscribe: true,
  ready: true,
  find: true,
  create: true,
  join: true,
  watchLobby: true,
  retry: true,
  close: true,
};
const methodsOfTicket: Methods<Ticket> = { cancel: true };
const methodsOfWatch: Methods<LobbyWatch> = { subscribe: true, close: true };

/** Remembers which methods were called. */
function recorded<Value extends object>(value: Value, called: Set<string>): Value {
  return new Proxy(value, {
    get(target, key, receiver) {
      const read = Reflect.get(target, key, receiver);
      if (typeof read === 'function') called.add(String(key));
      return read;
    },
  });
}

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer({ games: [ticTacToe] });
});
afterEach(() => server[Symbol.asyncDispose]());

type TicTacToe = typeof ticTacToe;

async function playWith(wrap: Wrap, wrapValue: Wrap = wrap): Promise<void> {
  const [onClient, onRoom, onTicket, onWatch] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  const notifications = { client: 0, room: 0, lobby: 0 };
  const rawClient = server.connect({ name: 'Ann' });
  const client = recorded(wrap(rawClient), onClient);
  client.subscribe(() => notifications.client++);
  client.retry();
  await client.ready();

  const rawWatch = client.watchLobby('tic-tac-toe');
  const watch = recorded(wrap(rawWatch), onWatch);
  watch.subscribe(() => notifications.lobby++);

  const rawRoom = await client.create<TicTacToe>('tic-tac-toe');
  const room = recorded(wrap(rawRoom), onRoom);
  const lines: string[] = [];
  room.subscribe(() => notifications.room++);
  room.onChat(({ text }) => lines.push(text));
  await until(rawWatch, ({ rooms }) => rooms.some((listed) => listed.room === rawRoom.id));
  watch.close();
  await room.addBot();
  await until(rawRoom, ({ document }) => document.status === 'playing');
  await room.chat('hello');
  expect(lines).toEqual(['hello']);
  await until(rawRoom, ({ document }) => document.view?.turn === rawRoom.seat);
  const { intents } = await room.legal();
  const place = intents.find(({ type }) => type === 'place');
  expect(await room.send(wrapValue(place ?? { type: 'resign' }))).toMatchObject({ ok: true });
  expect(await room.send({ type: 'resign' })).toMatchObject({ ok: true });
  await until(rawRoom, ({ document }) => document.status === 'finished');
  await room.rematch();
  await room.leave();
  expect(rawRoom.status).toBe('left');

  const rawTicket = client.find<TicTacToe>('tic-tac-toe');
  await recorded(wrap(rawTicket), onTicket).cancel();
  await expect(rawTicket.room).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(client.join({ code: 'ZZZZZZ' })).rejects.toMatchObject({ code: 'UNKNOWN_ROOM' });
  client.close();
  expect(rawClient.status).toBe('closed');

  expect(notifications).toEqual({
    client: expect.any(Number),
    room: expect.any(Number),
    lobby: expect.any(Number),
  });
  expect(Math.min(notifications.client, notifications.room, notifications.lobby)).toBeGreaterThan(0);
  expect([...onRoom].sort()).toEqual(Object.keys(methodsOfRoom).sort());
  expect([...onClient].sort()).toEqual(Object.keys(methodsOfClient).sort());
  expect([...onTicket].sort()).toEqual(Object.keys(methodsOfTicket).sort());
  expect([...onWatch].sort()).toEqual(Object.keys(methodsOfWatch).sort());
}

describe('every method of clients, rooms, tickets and lobby watches works', () => {
  test.each(Object.keys(wraps))('through %s', (name) => playWith(wraps[name] as Wrap));

  test('detached from its object', () => playWith(detached, (intent) => intent));
});

describe('fields read through state', () => {
  test.each(Object.keys(wraps))('show each change: %s', async (name) => {
    const wrap = wraps[name] as Wrap;
    const client = wrap(server.connect({ name: 'Ann' }));
    await client.ready();
    expect(client).toMatchObject({ status: 'online', name: 'Ann' });
    const watch = wrap(client.watchLobby());
    const room = wrap(await client.create<TicTacToe>('tic-tac-toe'));
    await until(watch, ({ rooms }) => rooms.length === 1);
    const guest = server.connect({ name: 'Bob' });
    await guest.join({ room: room.id });
    await until(room, ({ document }) => document.status === 'playing');
    expect(room.document.view?.board.length).toBe(9);
    await room.leave();
    expect(room.status).toBe('left');
  });
});

describe('the recipes for state', () => {
  async function started(): Promise<{ client: Client; room: Room<TicTacToe> }> {
    const client = server.connect({ name: 'Ann' });
    return { client, room: await client.create<TicTacToe>('tic-tac-toe') };
  }

  test('a Vue ref that follows room.subscribe runs effects again', async () => {
    const { room } = await started();
    const document = ref(room.document);
    const seen: string[] = [];
    watchEffect(() => seen.push(document.value.status), { flush: 'sync' });
    room.subscribe(() => {
      document.value = room.document;
    });
    await room.addBot();
    await until(room, ({ document: { status } }) => status === 'playing');
    expect([seen[0], seen.at(-1)]).toEqual(['waiting', 'playing']);
  });

  test('a Svelte store made of room.subscribe follows the room while it is used', async () => {
    const { room } = await started();
    const document = readable(room.document, (set) => {
      set(room.document);
      return room.subscribe(() => set(room.document));
    });
    const seen: string[] = [];
    const stop = document.subscribe(({ status }) => seen.push(status));
    await room.addBot();
    await until(room, ({ document: { status } }) => status === 'playing');
    stop();
    expect([seen[0], seen.at(-1)]).toEqual(['waiting', 'playing']);
    const count = seen.length;
    await room.send({ type: 'resign' });
    await until(room, ({ document: { status } }) => status === 'finished');
    expect(seen.length).toBe(count);
    expect(get(document).status).toBe('finished');
  });
});
