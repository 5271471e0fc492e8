import { describe, expect, test } from 'vitest';
import type { Room } from '../../src/client/index.ts';
import { countTo, documentWith, joinedWith, reconnect, type Started, startOnline } from './fake-server.ts';

async function seated(seq = 0): Promise<Started & { room: Room }> {
  const started = startOnline();
  const joining = started.client.join({ room: 'r1' });
  started.server.socket.take('room.join').answer('joined', joinedWith({ seq }));
  return { ...started, room: await joining };
}

const resumed = (seq: number) => ({ room: 'r1', seat: 0, epoch: 7, revision: 3, seq });

describe('an intent', () => {
  test('is sent with the next seq, is pending, and settles with its revision', async () => {
    const { server, room } = await seated(4);
    const result = room.send({ type: 'add' });
    expect(room.pending).toEqual([{ type: 'add' }]);
    const question = server.socket.take('intent');
    expect(question.payload).toEqual({ room: 'r1', seq: 5, intent: { type: 'add' } });
    question.answer('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    expect(room.pending).toEqual([]);
    expect(await result).toEqual({ ok: true, revision: 4 });
  });

  test('[R4] settles with the code and the guard that refused it', async () => {
    const { server, room } = await seated();
    const result = room.send({ type: 'add' });
    const { ref } = server.socket.take('intent');
    const refusal = { code: 'INTENT_ILLEGAL', reason: 'yourTurn', message: 'Not now.' } as const;
    server.socket.push('rejected', { room: 'r1', ...refusal }, ref);
    expect(await result).toEqual({ ok: false, ...refusal });
    expect(room.revision).toBe(3);
  });

  test('settles with an error, too', async () => {
    const { server, room } = await seated();
    const result = room.send({ type: 'add' });
    server.socket.take('intent').refuse('RATE_LIMITED');
    expect(await result).toEqual({ ok: false, code: 'RATE_LIMITED', message: 'RATE_LIMITED' });
  });

  test('that is not JSON is refused locally, and does not block the next', async () => {
    const { server, room } = await seated();
    expect(await room.send({ type: 'add', n: 1n })).toMatchObject({ ok: false, code: 'BAD_MESSAGE' });
    void room.send({ type: 'add' });
    expect(server.socket.take('intent').payload).toMatchObject({ seq: 2 });
  });

  test('is sent after the answer to the one before', async () => {
    const { server, room } = await seated();
    const results = [room.send({ type: 'a' }), room.send({ type: 'b' }), room.send({ type: 'c' })];
    expect(server.socket.types()).toEqual(['intent']);
    server.socket.take('intent').answer('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    server.socket.take('intent').refuse('INTENT_ILLEGAL');
    expect(room.pending).toEqual([{ type: 'c' }]);
    const last = server.socket.take('intent');
    expect(last.payload).toMatchObject({ seq: 3, intent: { type: 'c' } });
    last.answer('diff', { room: 'r1', revision: 5, ops: [countTo(2)] });
    expect(await Promise.all(results)).toMatchObject([
      { ok: true, revision: 4 },
      { ok: false, code: 'INTENT_ILLEGAL' },
      { ok: true, revision: 5 },
    ]);
  });
});

describe('[R5] across reconnects', () => {
  test('an unanswered intent is sent again with the same seq, after the resume and in order', async () => {
    const started = await seated();
    const { server, room } = started;
    const results = [room.send({ type: 'a' }), room.send({ type: 'b' })];
    server.socket.take('intent');
    reconnect(started);
    expect(server.socket.types()).toEqual(['room.resume']);
    server.socket.take('room.resume').answer('resumed', resumed(0));
    const first = server.socket.take('intent');
    expect(first.payload).toEqual({ room: 'r1', seq: 1, intent: { type: 'a' } });
    first.answer('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    const second = server.socket.take('intent');
    expect(second.payload).toMatchObject({ seq: 2, intent: { type: 'b' } });
    second.answer('diff', { room: 'r1', revision: 5, ops: [countTo(2)] });
    expect(await Promise.all(results)).toEqual([
      { ok: true, revision: 4 },
      { ok: true, revision: 5 },
    ]);
  });

  test('an intent accepted just before the loss settles with its true revision', async () => {
    const started = await seated();
    const { server, room } = started;
    const result = room.send({ type: 'a' });
    reconnect(started);
    server.socket.take('room.resume').answer('resumed', resumed(1));
    server.socket.push('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    server.socket.push('diff', { room: 'r1', revision: 5, ops: [countTo(2)] });
    const again = server.socket.take('intent');
    expect(again.payload).toMatchObject({ seq: 1 });
    again.answer('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    expect(await result).toEqual({ ok: true, revision: 4 });
    expect(room.document.view).toEqual({ count: 2 });
  });

  test('an intent sent while reconnecting goes out after the resume', async () => {
    const started = await seated();
    started.server.drop();
    const result = started.room.send({ type: 'a' });
    started.clock.advance(5000);
    started.server.welcome();
    started.server.socket.take('room.resume').answer('resumed', resumed(0));
    started.server.socket.take('intent').answer('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    expect(await result).toEqual({ ok: true, revision: 4 });
  });

  test('when another match has begun meanwhile, no intent of the old one is sent again', async () => {
    const started = await seated();
    const { server, room } = started;
    const results = [room.send({ type: 'a' }), room.send({ type: 'b' })];
    reconnect(started);
    const document = documentWith({ count: 0 }, { match: 2 });
    server.socket
      .take('room.resume')
      .answer('joined', joinedWith({ revision: 30, seq: 6, seat: 1, document }));
    expect(await Promise.all(results)).toMatchObject([
      { ok: false, code: 'MATCH_NOT_PLAYING' },
      { ok: false, code: 'MATCH_NOT_PLAYING' },
    ]);
    expect(server.socket.types()).toEqual([]);
    void room.send({ type: 'c' });
    expect(server.socket.take('intent').payload).toMatchObject({ seq: 7 });
  });
});

describe('an acceptance that arrives in a gap', () => {
  test('settles once the document has reached it', async () => {
    const { server, room } = await seated();
    const seen: number[] = [];
    const result = room.send({ type: 'a' }).then((answer) => {
      seen.push(room.revision);
      return answer;
    });
    server.socket.take('intent').answer('diff', { room: 'r1', revision: 5, ops: [countTo(2)] });
    expect(room.pending).toHaveLength(1);
    server.socket.take('room.resume').answer('resumed', resumed(1));
    server.socket.push('diff', { room: 'r1', revision: 4, ops: [countTo(1)] });
    expect(room.pending).toHaveLength(1);
    server.socket.push('diff', { room: 'r1', revision: 5, ops: [countTo(2)] });
    expect(await result).toEqual({ ok: true, revision: 5 });
    expect(seen).toEqual([5]);
    expect(server.socket.types()).toEqual([]);
  });

  test('does not block the next intent, and stays accepted when the room ends', async () => {
    const { server, room } = await seated();
    const results = [room.send({ type: 'a' }), room.send({ type: 'b' })];
    server.socket.take('intent').answer('diff', { room: 'r1', revision: 5, ops: [countTo(2)] });
    server.socket.take('intent');
    server.socket.push('left', { room: 'r1', reason: 'closed' });
    expect(await Promise.all(results)).toMatchObject([
      { ok: true, revision: 5 },
      { ok: false, code: 'LEFT' },
    ]);
  });
});

test('a client closed for good settles what is pending', async () => {
  const { server, room } = await seated();
  const result = room.send({ type: 'a' });
  server.drop(4409, 'the same session connected elsewhere');
  expect(await result).toMatchObject({ ok: false, code: 'CLOSED' });
  expect(room.pending).toEqual([]);
});
