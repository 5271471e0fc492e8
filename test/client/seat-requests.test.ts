import { describe, expect, test } from 'vitest';
import { documentWith, joinedWith, reconnect, start, startOnline } from './fake-server.ts';

const failure = (code: string) => expect.objectContaining({ name: 'ClientError', code });
const microtasks = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('a ticket', () => {
  test('is queued, and its room arrives with a pushed joined', async () => {
    const { client, server } = startOnline();
    const ticket = client.find('count', { size: 3 });
    const question = server.socket.take('match.find');
    expect(question.payload).toEqual({ game: 'count', options: { size: 3 } });
    question.answer('queued', { game: 'count' });
    server.socket.push('joined', joinedWith({ room: 'r5', seat: 1 }));
    expect(await ticket.room).toMatchObject({ id: 'r5', seat: 1, status: 'live' });
    await ticket.cancel();
    expect(server.socket.types()).toEqual([]);
  });

  test('rejects when it is refused', async () => {
    const { client, server } = startOnline();
    const ticket = client.find('nothing');
    server.socket.take('match.find').refuse('UNKNOWN_GAME');
    await expect(ticket.room).rejects.toEqual(failure('UNKNOWN_GAME'));
  });

  test('made before the first welcome, is sent once', () => {
    const { client, server } = start();
    client.find('count');
    server.welcome();
    return microtasks().then(() => expect(server.socket.types()).toEqual(['match.find']));
  });

  test('is sent again after a reconnect, and may still be queued there', async () => {
    const started = startOnline();
    const ticket = started.client.find('count');
    started.server.socket.take('match.find').answer('queued', { game: 'count' });
    reconnect(started);
    await microtasks();
    started.server.socket.take('match.find').refuse('ALREADY_QUEUED');
    started.server.socket.push('joined', joinedWith());
    expect((await ticket.room).id).toBe('r1');
  });

  test('matched while away, gets the new seat and is not sent again', async () => {
    const started = startOnline();
    const ticket = started.client.find('count');
    started.server.socket.take('match.find').answer('queued', { game: 'count' });
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    const look = started.server.socket.take('room.join');
    expect(look.payload).toEqual({ room: 'r5' });
    look.answer('joined', joinedWith({ room: 'r5' }));
    expect((await ticket.room).id).toBe('r5');
    await microtasks();
    expect(started.server.socket.types()).toEqual([]);
    expect(started.client.held).toEqual([]);
  });

  test('is not fulfilled by a new seat of another game', async () => {
    const started = startOnline();
    started.client.find('count');
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    const document = documentWith({}, { game: 'chess' });
    started.server.socket.take('room.join').answer('joined', joinedWith({ room: 'r5', document }));
    await microtasks();
    expect(started.server.socket.types()).toEqual(['match.find']);
  });

  test('is sent by the last welcome only, when the connection is lost again meanwhile', async () => {
    const started = startOnline();
    started.client.find('count');
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    await microtasks();
    started.server.socket.take('room.join').refuse('UNKNOWN_ROOM');
    await microtasks();
    expect(started.server.socket.types()).toEqual(['match.find']);
  });

  test('ignores seats held from before', async () => {
    const { client, server } = start();
    client.find('count');
    server.welcome([{ room: 'r9', seat: 0 }]);
    await microtasks();
    expect(server.socket.types()).toEqual(['match.find']);
  });

  test('is sent again after a drain, since a server that stops keeps no tickets', async () => {
    const started = startOnline();
    started.client.find('count');
    started.server.socket.take('match.find').refuse('SERVER_DRAINING');
    reconnect(started);
    await microtasks();
    expect(started.server.socket.types()).toEqual(['match.find']);
  });
});

describe('a cancelled ticket', () => {
  test('rejects at once, and is cancelled at the server', async () => {
    const { client, server } = startOnline();
    const ticket = client.find('count');
    server.socket.take('match.find').answer('queued', { game: 'count' });
    const cancelled = ticket.cancel();
    await expect(ticket.room).rejects.toEqual(failure('CANCELLED'));
    server.socket.take('match.cancel').answer('ok', {});
    await cancelled;
  });

  test('matched at the same moment, leaves its room, so that the others do not wait', async () => {
    const { client, server } = startOnline();
    const cancelled = client.find('count').cancel();
    server.socket.take('match.cancel').answer('ok', {});
    await cancelled;
    server.socket.push('joined', joinedWith({ room: 'r5' }));
    expect(server.socket.take('room.leave').payload).toEqual({ room: 'r5' });
    server.socket.push('diff', { room: 'r5', revision: 4, ops: [] });
  });

  test('made again, takes the room of the first', async () => {
    const { client, server } = startOnline();
    void client.find('count').cancel();
    const ticket = client.find('count');
    server.socket.push('joined', joinedWith({ room: 'r5' }));
    expect((await ticket.room).id).toBe('r5');
    expect(server.socket.types()).not.toContain('room.leave');
  });

  test('before it was sent, is never sent', async () => {
    const { client, server } = start();
    const ticket = client.find('count');
    await ticket.cancel();
    server.welcome();
    await microtasks();
    expect(server.socket.types()).toEqual([]);
  });
});

describe('a room to be created', () => {
  test('is created with its settings', async () => {
    const { client, server } = startOnline();
    const made = client.create('count', { visibility: 'private', bots: 1 });
    const question = server.socket.take('room.create');
    expect(question.payload).toEqual({ game: 'count', visibility: 'private', bots: 1 });
    question.answer('joined', joinedWith());
    expect((await made).id).toBe('r1');
  });

  test('created just before the connection broke, is found instead of created twice', async () => {
    const started = startOnline();
    const made = started.client.create('count');
    started.server.socket.take('room.create');
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    started.server.socket.take('room.join').answer('joined', joinedWith({ room: 'r5' }));
    expect((await made).id).toBe('r5');
    await microtasks();
    expect(started.server.socket.types()).toEqual([]);
  });

  test('not created before the connection broke, is requested again', async () => {
    const started = startOnline();
    const made = started.client.create('count');
    reconnect(started);
    await microtasks();
    started.server.socket.take('room.create').refuse('ROOM_LIMIT');
    await expect(made).rejects.toEqual(failure('ROOM_LIMIT'));
  });
});

test('a closed client rejects open and later seat requests', async () => {
  const { client, server } = startOnline();
  const queued = client.find('count');
  server.socket.take('match.find').answer('queued', { game: 'count' });
  const made = client.create('count');
  client.close();
  await expect(queued.room).rejects.toEqual(failure('CLOSED'));
  await expect(made).rejects.toEqual(failure('CLOSED'));
  await expect(client.find('count').room).rejects.toEqual(failure('CLOSED'));
});

test('a pushed room that no request waits for is ignored', () => {
  const { client, server } = startOnline();
  server.socket.push('joined', joinedWith({ room: 'r5' }));
  expect(server.socket.types()).toEqual([]);
  expect(client.held).toEqual([]);
});
