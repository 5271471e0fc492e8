import { describe, expect, test } from 'vitest';
import { documentWith, joinedWith, reconnect, start, startOnline } from './fake-server.ts';

const failure = (code: string) => expect.objectContaining({ name: 'ClientError', code });
const microtasks = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('a ticket', () => {
  test('is queued, and its room comes with a pushed joined', async () => {
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

  test('refused, it rejects', async () => {
    const { client, server } = startOnline();
    const ticket = client.find('nothing');
    server.socket.take('match.find').refuse('UNKNOWN_GAME');
    await expect(ticket.room).rejects.toEqual(failure('UNKNOWN_GAME'));
  });

  test('drawn before the first welcome, it is asked for once', () => {
    const { client, server } = start();
    client.find('count');
    server.welcome();
    return microtasks().then(() => expect(server.socket.types()).toEqual(['match.find']));
  });

  test('is asked for again after a reconnect, and still queued there is fine', async () => {
    const started = startOnline();
    const ticket = started.client.find('count');
    started.server.socket.take('match.find').answer('queued', { game: 'count' });
    reconnect(started);
    await microtasks();
    started.server.socket.take('match.find').refuse('ALREADY_QUEUED');
    started.server.socket.push('joined', joinedWith());
    expect((await ticket.room).id).toBe('r1');
  });

  test('matched while away: the new seat is looked at, and not asked for again', async () => {
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

  test('a new seat of another game leaves the ticket waiting', async () => {
    const started = startOnline();
    started.client.find('count');
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    const document = documentWith({}, { game: 'chess' });
    started.server.socket.take('room.join').answer('joined', joinedWith({ room: 'r5', document }));
    await microtasks();
    expect(started.server.socket.types()).toEqual(['match.find']);
  });

  test('lost again while looking, only the last welcome asks', async () => {
    const started = startOnline();
    started.client.find('count');
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    await microtasks();
    started.server.socket.take('room.join').refuse('UNKNOWN_ROOM');
    await microtasks();
    expect(started.server.socket.types()).toEqual(['match.find']);
  });

  test('seats held from before are none of its business', async () => {
    const { client, server } = start();
    client.find('count');
    server.welcome([{ room: 'r9', seat: 0 }]);
    await microtasks();
    expect(server.socket.types()).toEqual(['match.find']);
  });

  test('a server that stops keeps nobody’s ticket, so it is asked for again', async () => {
    const started = startOnline();
    started.client.find('count');
    started.server.socket.take('match.find').refuse('SERVER_DRAINING');
    reconnect(started);
    await microtasks();
    expect(started.server.socket.types()).toEqual(['match.find']);
  });
});

describe('a cancelled ticket', () => {
  test('rejects at once, and is taken back at the server', async () => {
    const { client, server } = startOnline();
    const ticket = client.find('count');
    server.socket.take('match.find').answer('queued', { game: 'count' });
    const cancelled = ticket.cancel();
    await expect(ticket.room).rejects.toEqual(failure('CANCELLED'));
    server.socket.take('match.cancel').answer('ok', {});
    await cancelled;
  });

  test('matched at that very moment, its room is left, so that nobody waits there', async () => {
    const { client, server } = startOnline();
    const cancelled = client.find('count').cancel();
    server.socket.take('match.cancel').answer('ok', {});
    await cancelled;
    server.socket.push('joined', joinedWith({ room: 'r5' }));
    expect(server.socket.take('room.leave').payload).toEqual({ room: 'r5' });
    server.socket.push('diff', { room: 'r5', revision: 4, ops: [] });
  });

  test('and asked for anew, it takes the room that was meant for the first', async () => {
    const { client, server } = startOnline();
    void client.find('count').cancel();
    const ticket = client.find('count');
    server.socket.push('joined', joinedWith({ room: 'r5' }));
    expect((await ticket.room).id).toBe('r5');
    expect(server.socket.types()).not.toContain('room.leave');
  });

  test('before it was asked for, the server never hears of it', async () => {
    const { client, server } = start();
    const ticket = client.find('count');
    await ticket.cancel();
    server.welcome();
    await microtasks();
    expect(server.socket.types()).toEqual([]);
  });
});

describe('a room to be made', () => {
  test('is made with its settings', async () => {
    const { client, server } = startOnline();
    const made = client.create('count', { visibility: 'private', bots: 1 });
    const question = server.socket.take('room.create');
    expect(question.payload).toEqual({ game: 'count', visibility: 'private', bots: 1 });
    question.answer('joined', joinedWith());
    expect((await made).id).toBe('r1');
  });

  test('made just before the connection broke, it is found again instead of made twice', async () => {
    const started = startOnline();
    const made = started.client.create('count');
    started.server.socket.take('room.create');
    reconnect(started, [{ room: 'r5', seat: 0 }]);
    started.server.socket.take('room.join').answer('joined', joinedWith({ room: 'r5' }));
    expect((await made).id).toBe('r5');
    await microtasks();
    expect(started.server.socket.types()).toEqual([]);
  });

  test('never made, it is asked for again', async () => {
    const started = startOnline();
    const made = started.client.create('count');
    reconnect(started);
    await microtasks();
    started.server.socket.take('room.create').refuse('ROOM_LIMIT');
    await expect(made).rejects.toEqual(failure('ROOM_LIMIT'));
  });
});

test('a client closed for good refuses what is still wished, and any further wish', async () => {
  const { client, server } = startOnline();
  const queued = client.find('count');
  server.socket.take('match.find').answer('queued', { game: 'count' });
  const made = client.create('count');
  client.close();
  await expect(queued.room).rejects.toEqual(failure('CLOSED'));
  await expect(made).rejects.toEqual(failure('CLOSED'));
  await expect(client.find('count').room).rejects.toEqual(failure('CLOSED'));
});

test('a room that comes unasked, and that nobody waits for, is left alone', () => {
  const { client, server } = startOnline();
  server.socket.push('joined', joinedWith({ room: 'r5' }));
  expect(server.socket.types()).toEqual([]);
  expect(client.held).toEqual([]);
});
