import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { connectionLimits } from '../../src/connection/index.ts';
import { closes } from '../../src/protocol/index.ts';
import { linkedSockets } from '../../src/testing/linked-sockets.ts';
import { frame, openClient, openPair, rawClient, rawUpgrade, readUntil, socketKinds } from './rig.ts';

describe.each(socketKinds)('%s', (_kind, startRig) => {
  describe('the connection manager', () => {
    test('[C1] a connection is tracked from its opening to its end, and nothing of it remains', async () => {
      await using rig = await startRig();
      const { client, connection } = await openPair(rig);
      expect([...rig.manager.connections]).toEqual([connection]);
      expect(rig.manager.addresses.of('127.0.0.1')).toBe(1);
      client.ws.close(1000);
      expect((await rig.events.next('closed')).connection).toBe(connection);
      expect(rig.manager.size).toBe(0);
      expect(rig.manager.addresses.of('127.0.0.1')).toBe(0);
      expect(rig.clock.pending).toBe(0);
      expect(rig.manager.counts).toMatchObject({ opened: 1, ended: { byPeer: 1 } });
    });

    test('[C1] of a hundred connections that end in different ways none remains', async () => {
      await using rig = await startRig();
      const clients = await Promise.all(Array.from({ length: 100 }, () => openClient(rig)));
      expect(rig.manager.size).toBe(100);
      const ends = [
        (at: number) => clients[at]?.ws.close(),
        (at: number) => clients[at]?.ws.terminate(),
        (at: number) => clients[at]?.ws.send(Buffer.from([0])),
        (at: number) => clients[at]?.ws.send('x'.repeat(connectionLimits.frameBytes + 1)),
      ];
      for (let at = 0; at < 100; at += 1) ends[at % ends.length]?.(at);
      for (let at = 0; at < 100; at += 1) await rig.events.next('closed');
      expect(rig.events.count('closed')).toBe(100);
      expect(rig.manager.size).toBe(0);
      expect(rig.clock.pending).toBe(0);
      expect(rig.manager.counts.ended).toEqual({ byPeer: 25, lost: 25, binaryFrame: 25, frameTooBig: 25 });
    });

    test('[C1] one timer serves all connections', async () => {
      await using rig = await startRig();
      await Promise.all(Array.from({ length: 10 }, () => openClient(rig)));
      expect(rig.clock.pending).toBe(1);
    });

    test('closeAll sends the reason to all clients and settles when all are gone', async () => {
      await using rig = await startRig();
      const clients = await Promise.all([openClient(rig), openClient(rig)]);
      await rig.manager.closeAll('restarting');
      expect(rig.manager.size).toBe(0);
      for (const { closed } of clients) expect((await closed).code).toBe(1012);
      await rig.manager.closeAll('restarting');
    });
  });

  describe('the receive loop', () => {
    test('[C2] messages are received in order while another client is still being authenticated', async () => {
      const authenticating = Promise.withResolvers<void>();
      await using rig = await startRig({
        authenticate: ({ headers }) => {
          if (headers.authorization !== 'slow') return undefined;
          authenticating.resolve();
          return new Promise(() => {});
        },
      });
      const slow = rawUpgrade(rig, { Authorization: 'slow' });
      await authenticating.promise;
      const { client } = await openPair(rig);
      for (let at = 0; at < 20; at += 1) client.ws.send(`message ${at}`);
      for (let at = 0; at < 20; at += 1)
        expect((await rig.events.next('received')).text).toBe(`message ${at}`);
      slow.destroy();
    });

    test('[C3] the socket layer neither parses nor answers: texts pass unchanged in both directions', async () => {
      await using rig = await startRig();
      const { client, connection } = await openPair(rig);
      client.ws.send('{"type":"ping","ref":1,"payload":{}} not JSON');
      expect((await rig.events.next('received')).text).toBe('{"type":"ping","ref":1,"payload":{}} not JSON');
      connection.send('{"answer":true}');
      expect(await client.next()).toBe('{"answer":true}');
    });

    test('[C4] a reset within a frame is a normal disconnection: logged at debug, no throw, later writes do nothing', async () => {
      await using rig = await startRig();
      const raw = await rawClient(rig);
      const { connection } = await rig.events.next('opened');
      raw.write(frame({ opcode: 1, payload: Buffer.from('secret words') }).subarray(0, 9));
      raw.resetAndDestroy();
      await rig.events.next('closed');
      connection.send('too late');
      connection.close('done');
      connection.misbehaved();
      expect(rig.log.map(({ level }) => level)).toEqual(['debug']);
      expect(rig.log[0]?.text).toContain('"end":"lost"');
      expect(rig.log[0]?.text).not.toContain('secret');
      expect(rig.events.count('closed')).toBe(1);
    });

    test('[C7] a connection ends only by its own rules, and its listener gets one event of it', async () => {
      await using rig = await startRig();
      const { client, connection } = await openPair(rig);
      connection.send('left the room');
      expect(await client.next()).toBe('left the room');
      client.ws.send('still here');
      expect((await rig.events.next('received')).text).toBe('still here');
      client.ws.close();
      expect((await rig.events.next('closed')).connection).toBe(connection);
    });
  });

  describe('limits', () => {
    test('[C8] 1003: a binary frame', async () => {
      await using rig = await startRig();
      const { client } = await openPair(rig);
      client.ws.send(Buffer.from('{}'));
      expect(await client.closed).toEqual({ code: 1003, reason: closes.binaryFrame.meaning });
      expect(rig.events.count('received')).toBe(0);
    });

    test('[C8] 1009: a frame of 1 MiB is refused before it is kept in memory', async () => {
      await using rig = await startRig();
      const { client } = await openPair(rig);
      client.ws.send('x'.repeat(1024 * 1024));
      expect((await client.closed).code).toBe(1009);
      await rig.events.next('closed');
      expect(rig.manager.counts.ended).toEqual({ frameTooBig: 1 });
    });

    test('[C8] 1008: more fragments than allowed, each of them tiny', async () => {
      await using rig = await startRig();
      const raw = await rawClient(rig);
      const { fragments } = rig.manager.limits;
      raw.write(frame({ opcode: 1, payload: Buffer.from('a'), fin: false }));
      for (let at = 0; at < fragments; at += 1) {
        raw.write(frame({ opcode: 0, payload: Buffer.from('a'), fin: false }));
      }
      // A close frame of two bytes, 1008.
      expect(await readUntil(raw, '\x88\x02\x03\xf0')).toBe('\x88\x02\x03\xf0');
      raw.destroy();
      await rig.events.next('closed');
      expect(rig.manager.counts.ended).toEqual({ malformed: 1 });
    });

    test('[C8] a message with the maximum number of fragments is received', async () => {
      await using rig = await startRig();
      const raw = await rawClient(rig);
      const { fragments } = rig.manager.limits;
      for (let at = 0; at < fragments; at += 1) {
        const last = at === fragments - 1;
        raw.write(frame({ opcode: at === 0 ? 1 : 0, payload: Buffer.from('a'), fin: last }));
      }
      expect((await rig.events.next('received')).text).toBe('a'.repeat(fragments));
      raw.destroy();
    });

    test('[C8] 4429: messages beyond the rate are reported as limited; a client that goes on is closed', async () => {
      await using rig = await startRig({ limits: { messageBurst: 3, messageOverrun: 2 } });
      const { client } = await openPair(rig);
      for (let at = 0; at < 10; at += 1) client.ws.send(`message ${at}`);
      expect((await client.closed).code).toBe(4429);
      await rig.events.next('closed');
      expect(rig.events.all.map(({ kind, text }) => text ?? kind)).toEqual([
        ...['opened', 'message 0', 'message 1', 'message 2', 'limited', 'limited', 'closed'],
      ]);
    });

    test('[C8] a client that was limited and waits can send again', async () => {
      await using rig = await startRig({ limits: { messageBurst: 1, messagesPerSecond: 1 } });
      const { client } = await openPair(rig);
      client.ws.send('taken');
      client.ws.send('refused');
      await rig.events.next('limited');
      rig.clock.advance(2_000);
      client.ws.send('taken again');
      await rig.events.next('received');
      expect((await rig.events.next('received')).text).toBe('taken again');
    });

    test('[C8] 4429: pings count as messages, and are not reported', async () => {
      await using rig = await startRig({ limits: { messageBurst: 3, messageOverrun: 2 } });
      const { client } = await openPair(rig);
      for (let at = 0; at < 5; at += 1) {
        const answered = once(client.ws, 'pong');
        client.ws.ping();
        await answered;
      }
      client.ws.ping();
      expect((await client.closed).code).toBe(4429);
      await rig.events.next('closed');
      expect(rig.events.all.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
    });

    test('[C8] a flood of pings in one write is cut before its pongs pile up', async () => {
      await using rig = await startRig({ limits: { messageBurst: 100_000 } });
      const raw = await rawClient(rig);
      raw.write(Buffer.concat(Array.from({ length: 10_000 }, () => frame({ opcode: 9 }))));
      await rig.events.next('closed');
      expect(rig.manager.counts.ended).toEqual({ lost: 1 });
      raw.destroy();
    });

    test('[C8] 4400: too many bad messages', async () => {
      await using rig = await startRig({ limits: { badMessages: 2 } });
      const { client, connection } = await openPair(rig);
      connection.misbehaved();
      connection.misbehaved();
      connection.send('still open');
      expect(await client.next()).toBe('still open');
      connection.misbehaved();
      expect(await client.closed).toEqual({ code: 4400, reason: closes.badMessages.meaning });
    });

    test('[C8] 4401: no hello in time; a connection with a hello stays', async () => {
      await using rig = await startRig();
      const quiet = await openPair(rig);
      const polite = await openPair(rig);
      polite.connection.greeted();
      rig.clock.advance(connectionLimits.helloMs);
      expect(rig.events.count('closed')).toBe(0);
      rig.pass(0);
      expect((await quiet.client.closed).code).toBe(4401);
      polite.connection.send('hello');
      expect(await polite.client.next()).toBe('hello');
    });

    test('[C8] 1013: a socket beyond the limit is closed, and the listener gets no event of it', async () => {
      await using rig = await startRig({ limits: { connections: 1 } });
      const first = await openPair(rig);
      const second = await openClient(rig);
      expect(await second.closed).toEqual({ code: 1013, reason: closes.full.meaning });
      expect(rig.events.all.map(({ kind }) => kind)).toEqual(['opened']);
      first.client.ws.close();
      await rig.events.next('closed');
      await openPair(rig);
    });

    test('every close code of the catalogue reaches the client with its reason', async () => {
      await using rig = await startRig();
      for (const [name, { code, meaning }] of Object.entries(closes)) {
        const { client, connection } = await openPair(rig);
        connection.close(name as keyof typeof closes);
        expect(await client.closed).toEqual({ code, reason: meaning });
        expect((await rig.events.next('closed')).connection).toBe(connection);
        expect(rig.manager.counts.ended).toMatchObject({ [name]: 1 });
      }
    });

    test('after a close nothing is sent or received, and further closes do nothing', async () => {
      await using rig = await startRig();
      const { client, connection } = await openPair(rig);
      client.ws.send('crosses the close');
      connection.close('takenOver');
      connection.send('late');
      connection.close('done');
      expect((await client.closed).code).toBe(4409);
      await rig.events.next('closed');
      expect(rig.events.count('received')).toBe(0);
      expect(rig.manager.counts.sent).toBe(0);
    });

    test('a peer that never answers the close frame is cut after closeMs', async () => {
      // Long, so that the manual clock cuts the link here, and not the timer of ws.
      await using rig = await startRig({ limits: { closeMs: 60_000 } });
      const raw = await rawClient(rig);
      const { connection } = await rig.events.next('opened');
      connection.close('done');
      rig.pass(60_000);
      await rig.events.next('closed');
      expect(rig.manager.size).toBe(0);
      raw.destroy();
    });

    test('linked sockets are under the same rules', async () => {
      await using rig = await startRig();
      const { server, client } = linkedSockets();
      const closed = new Promise<{ code: number }>((resolve) => {
        client.onclose = resolve;
      });
      rig.manager.accept(server, { player: 'ann' });
      const { connection } = await rig.events.next('opened');
      expect(connection.identity).toEqual({ player: 'ann' });
      client.send('hello');
      expect((await rig.events.next('received')).text).toBe('hello');
      rig.pass(connectionLimits.helloMs);
      expect((await closed).code).toBe(4401);
    });
  });
});
