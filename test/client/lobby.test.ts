import { expect, test } from 'vitest';
import type { ListedRoom } from '../../src/protocol/index.ts';
import { reconnect, start, startOnline } from './fake-server.ts';

const listed = (room: string, game = 'count'): ListedRoom => ({
  room,
  game,
  status: 'waiting',
  options: {},
  seats: { taken: 1, total: 2 },
  names: ['Ann'],
  spectators: 0,
});

const ids = (watch: { rooms: readonly ListedRoom[] }) => watch.rooms.map(({ room }) => room);

test('a watch shows the list and its changes, each as a new list', () => {
  const { client, server } = startOnline();
  const watch = client.watchLobby('count');
  const seen: string[][] = [];
  watch.subscribe(() => seen.push(ids(watch)));
  const question = server.socket.take('lobby.watch');
  expect(question.payload).toEqual({ game: 'count' });
  question.answer('lobby', { rooms: [listed('r1')] });
  const before = watch.rooms;
  server.socket.push('lobby.diff', { ops: [{ op: 'add', path: '/rooms/1', value: listed('r2') }] });
  expect(watch.rooms).not.toBe(before);
  expect(seen).toEqual([['r1'], ['r1', 'r2']]);
});

test('all watches share one watch at the server, and each shows its own game', () => {
  const { client, server } = startOnline();
  const first = client.watchLobby('count');
  server.socket.take('lobby.watch').answer('lobby', { rooms: [listed('r1')] });
  const second = client.watchLobby('count');
  expect(ids(second)).toEqual(['r1']);
  const all = client.watchLobby();
  const question = server.socket.take('lobby.watch');
  expect(question.payload).toEqual({});
  question.answer('lobby', { rooms: [listed('r1'), listed('r3', 'chess')] });
  expect([first, second, all].map(ids)).toEqual([['r1'], ['r1'], ['r1', 'r3']]);
  expect(ids(client.watchLobby('chess'))).toEqual(['r3']);
  expect(server.socket.types()).toEqual([]);
});

test('closing the last watch ends the watch at the server', () => {
  const { client, server } = startOnline();
  const watches = [client.watchLobby(), client.watchLobby()];
  server.socket.take('lobby.watch').answer('lobby', { rooms: [] });
  watches[0]?.close();
  watches[0]?.close();
  expect(server.socket.types()).toEqual([]);
  watches[1]?.close();
  expect(server.socket.types()).toEqual(['lobby.unwatch']);
});

test('the lobby is watched from the first welcome on, and again after each reconnect', () => {
  const started = start();
  const watch = started.client.watchLobby();
  started.server.welcome();
  started.server.socket.take('lobby.watch').answer('lobby', { rooms: [listed('r1')] });
  reconnect(started);
  expect(ids(watch)).toEqual(['r1']);
  started.server.socket.take('lobby.watch').answer('lobby', { rooms: [listed('r2')] });
  expect(ids(watch)).toEqual(['r2']);
});

test('a diff that does not fit asks for the whole list', () => {
  const { client, server } = startOnline();
  const watch = client.watchLobby();
  server.socket.take('lobby.watch').answer('lobby', { rooms: [] });
  server.socket.push('lobby.diff', { ops: [{ op: 'remove', path: '/rooms/0' }] });
  server.socket.push('lobby.diff', { ops: [{ op: 'add', path: '/rooms/0', value: listed('r8') }] });
  server.socket.take('lobby.watch').answer('lobby', { rooms: [listed('r9')] });
  expect(ids(watch)).toEqual(['r9']);
});

test('a watch refused for its rate is requested again after a second', () => {
  const { client, server, clock } = startOnline();
  client.watchLobby();
  server.socket.take('lobby.watch').refuse('RATE_LIMITED');
  clock.advance(999);
  expect(server.socket.types()).toEqual([]);
  clock.advance(1);
  expect(server.socket.types()).toEqual(['lobby.watch']);
});
