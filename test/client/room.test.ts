import { describe, expect, test, vi } from 'vitest';
import type { Room } from '../../src/client/index.ts';
import { countTo, documentWith, joinedWith, reconnect, type Started, startOnline } from './fake-server.ts';

const failure = (code: string) => expect.objectContaining({ name: 'ClientError', code });

async function seated(changes: Parameters<typeof joinedWith>[0] = {}): Promise<Started & { room: Room }> {
  const started = startOnline();
  const joining = started.client.join({ room: 'r1' });
  started.server.socket.take('room.join').answer('joined', joinedWith(changes));
  return { ...started, room: await joining };
}

const count = (room: Room) => (room.document.view as { count: number }).count;

describe('the document', () => {
  test('is the one the server sent, joined by code as a spectator', async () => {
    const { client, server } = startOnline();
    const joining = client.join({ code: 'K7MQ2P' }, 'spectator');
    const question = server.socket.take('room.join');
    expect(question.payload).toEqual({ code: 'K7MQ2P', as: 'spectator' });
    question.answer('joined', joinedWith({ seat: null }));
    const room = await joining;
    expect(room).toMatchObject({ id: 'r1', seat: null, revision: 3, status: 'live', pending: [] });
    expect(room.document).toEqual(documentWith({ count: 0 }));
  });

  test('a diff makes a new document, and leaves the old one and its untouched parts as they were', async () => {
    const { server, room } = await seated();
    const before = room.document;
    server.socket.push('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    expect(room.revision).toBe(4);
    expect(count(room)).toBe(1);
    expect(before).toEqual(documentWith({ count: 0 }));
    expect(room.document).not.toBe(before);
    expect(room.document.seats).toBe(before.seats);
  });

  test('a diff with a whole document replaces it, whatever revisions it skips', async () => {
    const { server, room } = await seated();
    server.socket.push('diff', { room: 'r1', revision: 9, document: documentWith({ count: 6 }) });
    expect(room.revision).toBe(9);
    expect(count(room)).toBe(6);
  });

  test('a diff of an old revision changes nothing', async () => {
    const { server, room } = await seated();
    const before = room.document;
    server.socket.push('diff', { room: 'r1', revision: 3, ops: [countTo(9)] });
    server.socket.push('diff', { room: 'r1', revision: 2, document: documentWith({ count: 9 }) });
    expect(room.document).toBe(before);
  });

  test('a pushed joined gives the new seat of a rematch', async () => {
    const { server, room, client } = await seated();
    const document = documentWith({ count: 0 }, { match: 2 });
    server.socket.push('joined', joinedWith({ seat: 1, revision: 12, document }));
    expect(room).toMatchObject({ seat: 1, revision: 12 });
    expect(room.document.match).toBe(2);
    expect(client.held).toEqual([]);
  });

  test('listeners run once after each whole change; one that throws does not stop the others', async () => {
    const { server, room } = await seated();
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
    const seen: unknown[] = [];
    room.subscribe(() => {
      throw new Error('not my day');
    });
    const stop = room.subscribe(() => seen.push([room.revision, count(room), room.pending.length]));
    const answered = room.send({ type: 'add' });
    server.socket.take('intent').answer('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    stop();
    server.socket.push('diff', { room: 'r1', revision: 5, ops: [countTo(2)] });
    await answered;
    expect(seen).toEqual([
      [3, 0, 1],
      [4, 1, 0],
    ]);
    expect(complaint).toHaveBeenCalledTimes(3);
    complaint.mockRestore();
  });
});

describe('[R3] revisions', () => {
  test('a gap resumes once, and diffs before the answer are ignored', async () => {
    const { server, room } = await seated();
    server.socket.push('diff', { room: 'r1', revision: 5, ops: [countTo(2)] });
    server.socket.push('diff', { room: 'r1', revision: 6, ops: [countTo(3)] });
    expect(server.socket.types().filter((type) => type === 'room.resume')).toHaveLength(1);
    expect(room).toMatchObject({ revision: 3, status: 'live' });
    const resume = server.socket.take('room.resume');
    expect(resume.payload).toEqual({ room: 'r1', epoch: 7, revision: 3 });
    resume.answer('resumed', { room: 'r1', seat: 0, epoch: 7, revision: 3, seq: 0 });
    for (const next of [1, 2, 3]) {
      server.socket.push('diff', { room: 'r1', revision: 3 + next, ops: [countTo(next)] });
    }
    expect(room.revision).toBe(6);
    expect(count(room)).toBe(3);
  });

  test('a diff that does not fit asks for a whole document', async () => {
    const { server, room } = await seated();
    const ops = [countTo(1), { op: 'remove' as const, path: '/view/nothing' }];
    server.socket.push('diff', { room: 'r1', revision: 4, ops });
    expect(count(room)).toBe(0);
    const resume = server.socket.take('room.resume');
    expect(resume.payload).toEqual({ room: 'r1', epoch: 0, revision: 0 });
    resume.answer('joined', joinedWith({ revision: 8, document: documentWith({ count: 5 }) }));
    expect(room.revision).toBe(8);
    expect(count(room)).toBe(5);
  });

  test('after a reconnect the room resumes from its revision, and continues by diffs', async () => {
    const started = await seated();
    const { server, room } = started;
    reconnect(started, [{ room: 'r1', seat: 0 }]);
    expect(room.status).toBe('reconnecting');
    const resume = server.socket.take('room.resume');
    expect(resume.payload).toEqual({ room: 'r1', epoch: 7, revision: 3 });
    resume.answer('resumed', { room: 'r1', seat: 0, epoch: 7, revision: 3, seq: 0 });
    expect(room.status).toBe('live');
    server.socket.push('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    expect(count(room)).toBe(1);
    expect(started.client.held).toEqual([]);
  });

  test('after a reconnect a whole document of another epoch is accepted', async () => {
    const started = await seated();
    reconnect(started);
    const document = documentWith({ count: 4 });
    started.server.socket
      .take('room.resume')
      .answer('joined', joinedWith({ epoch: 8, revision: 1, document }));
    expect(started.room).toMatchObject({ status: 'live', revision: 1 });
    expect(count(started.room)).toBe(4);
    reconnect(started);
    expect(started.server.socket.take('room.resume').payload).toMatchObject({ epoch: 8, revision: 1 });
  });

  test('a temporarily refused resume is requested again after a second', async () => {
    const started = await seated();
    reconnect(started);
    started.server.socket.take('room.resume').refuse('ROOM_BUSY');
    expect(started.room.status).toBe('reconnecting');
    started.clock.advance(1000);
    expect(started.server.socket.take('room.resume').payload).toMatchObject({ revision: 3 });
  });
});

describe('the end of a room', () => {
  test.each(['UNKNOWN_ROOM', 'NOT_A_MEMBER'] as const)(
    'a resume refused with %s leaves the room',
    async (code) => {
      const started = await seated();
      const sending = started.room.chat('still there?');
      reconnect(started);
      await expect(sending).rejects.toEqual(failure('LOST'));
      const legal = started.room.legal();
      started.server.socket.take('room.resume').refuse(code);
      expect(started.room).toMatchObject({ status: 'left', leftReason: 'closed' });
      await expect(legal).rejects.toEqual(failure('LEFT'));
    },
  );

  test('a spectator whose place ended with the connection watches again', async () => {
    const started = await seated({ seat: null });
    reconnect(started);
    started.server.socket.take('room.resume').refuse('NOT_A_MEMBER');
    const again = started.server.socket.take('room.join');
    expect(again.payload).toEqual({ room: 'r1', as: 'spectator' });
    again.answer('joined', joinedWith({ seat: null, revision: 20 }));
    expect(started.room).toMatchObject({ status: 'live', revision: 20 });
  });

  test('an unknown token leaves every room', async () => {
    const { server, clock, room, client } = await seated();
    server.drop();
    clock.advance(5000);
    server.socket.onopen?.();
    server.socket.take('hello').refuse('BAD_TOKEN');
    expect(room).toMatchObject({ status: 'left', leftReason: 'closed' });
    server.greet();
    expect(client.status).toBe('online');
    expect(server.socket.types()).toEqual([]);
  });

  test('leave() resolves once the server has confirmed', async () => {
    const { server, room } = await seated();
    const leaving = room.leave();
    server.socket.take('room.leave').answer('left', { room: 'r1', reason: 'left' });
    await leaving;
    expect(room).toMatchObject({ status: 'left', leftReason: 'left' });
    await room.leave();
    await expect(room.chat('bye')).rejects.toEqual(failure('LEFT'));
    expect(await room.send({ type: 'add' })).toMatchObject({ ok: false, code: 'LEFT' });
  });

  test('a room ended by the server has a reason; joined again it is a new object', async () => {
    const { server, client, room } = await seated();
    server.socket.push('left', { room: 'r1', reason: 'expired' });
    expect(room).toMatchObject({ status: 'left', leftReason: 'expired' });
    const joining = client.join({ room: 'r1' });
    server.socket.take('room.join').answer('joined', joinedWith());
    expect(await joining).not.toBe(room);
    expect(room.status).toBe('left');
  });

  test('a client closed for good leaves its rooms without a reason', async () => {
    const { server, room } = await seated();
    server.drop(4409);
    expect(room).toMatchObject({ status: 'left' });
    expect(room.leftReason).toBe(undefined);
  });
});

describe('requests of a room', () => {
  test('legal intents, bots, rematch and chat are requested and answered', async () => {
    const { server, room } = await seated();
    const legal = room.legal();
    server.socket
      .take('room.legal')
      .answer('legal', { room: 'r1', revision: 3, intents: [{ type: 'add' }], complete: true });
    expect(await legal).toMatchObject({ intents: [{ type: 'add' }], complete: true, revision: 3 });
    const bot = room.addBot();
    server.socket.take('room.bot').refuse('ROOM_FULL');
    await expect(bot).rejects.toEqual(failure('ROOM_FULL'));
    const rematch = room.rematch();
    server.socket.take('room.rematch').answer('ok', {});
    await rematch;
  });

  test('chat lines go to the listeners of onChat', async () => {
    const { server, room } = await seated();
    const lines: unknown[] = [];
    const stop = room.onChat((line) => lines.push(line));
    const said = room.chat('hi');
    const line = { from: { name: 'Ann', seat: 0 }, text: 'hi', at: 5 };
    server.socket.take('chat').answer('chat', { room: 'r1', ...line });
    await said;
    stop();
    server.socket.push('chat', { room: 'r1', ...line });
    expect(lines).toEqual([line]);
  });

  test('a request made while reconnecting is sent once the room is live, and not before', async () => {
    const started = await seated();
    const { server, room } = started;
    server.drop();
    const chat = room.chat('back soon');
    started.clock.advance(5000);
    server.welcome();
    expect(server.socket.types()).toEqual(['room.resume']);
    server.socket.take('room.resume').answer('joined', joinedWith());
    server.socket
      .take('chat')
      .answer('chat', { room: 'r1', from: { name: 'Ann', seat: 0 }, text: '', at: 1 });
    await chat;
  });

  test('an answer of the wrong type rejects, and the client stays online', async () => {
    const { server, room, client } = await seated();
    const legal = room.legal();
    server.socket.take('room.legal').answer('ok', {});
    await expect(legal).rejects.toEqual(failure('BAD_MESSAGE'));
    server.socket.onmessage?.({ data: 'not json' });
    expect(client.status).toBe('online');
  });
});
