import { describe, expect, test } from 'vitest';
import { connectionLimits } from '../../src/connection/index.ts';
import { linkedSockets } from '../../src/testing/linked-sockets.ts';
import { openPair, rawClient, socketKinds } from './rig.ts';

const { heartbeatMs } = connectionLimits;

describe.each(socketKinds)('%s', (_kind, startRig) => {
  test('[C6] a half-open socket is found within three heartbeats and closed with 4408', async () => {
    await using rig = await startRig();
    const silent = await openPair(rig, { autoPong: false });
    silent.connection.greeted();
    for (const _ of [1, 2]) {
      rig.pass(heartbeatMs);
      expect(rig.events.count('closed')).toBe(0);
    }
    rig.pass(heartbeatMs);
    expect((await silent.client.closed).code).toBe(4408);
    expect((await rig.events.next('closed')).connection).toBe(silent.connection);
    expect(rig.manager.counts.ended).toEqual({ heartbeatLost: 1 });
  });

  test('[C6] a peer that answers nothing at all is removed without waiting for its close frame', async () => {
    await using rig = await startRig();
    const raw = await rawClient(rig);
    const { connection } = await rig.events.next('opened');
    connection.greeted();
    for (const _ of [1, 2, 3]) rig.pass(heartbeatMs);
    await rig.events.next('closed');
    expect(rig.manager.size).toBe(0);
    raw.destroy();
  });

  test('[C6] a silent peer that answers pings stays; one that stops reading is closed', async () => {
    await using rig = await startRig();
    const due: (() => void)[] = [];
    const link = linkedSockets({ schedule: (deliver) => due.push(deliver) });
    const deliverAll = (): void => {
      for (let deliver = due.shift(); deliver !== undefined; deliver = due.shift()) deliver();
    };
    rig.manager.accept(link.server).greeted();
    const beat = (): void => {
      rig.pass(heartbeatMs);
      deliverAll();
    };
    for (let beats = 0; beats < 10; beats += 1) beat();
    expect(rig.manager.size).toBe(1);
    link.pause();
    for (const _ of [1, 2, 3]) beat();
    expect(rig.manager.counts.ended).toEqual({ heartbeatLost: 1 });
    expect(rig.manager.size).toBe(0);
  });

  test('[C6] a message counts as much as a pong', async () => {
    await using rig = await startRig();
    const { client, connection } = await openPair(rig, { autoPong: false });
    connection.greeted();
    for (let beat = 0; beat < 6; beat += 1) {
      rig.pass(heartbeatMs);
      client.ws.send(`${beat}`);
      expect((await rig.events.next('received')).text).toBe(`${beat}`);
    }
    expect(rig.manager.size).toBe(1);
  });

  test('[C6] a blocked event loop, or a wall clock set forward, closes no connection', async () => {
    await using rig = await startRig({ limits: { sweepMs: 60_000 } });
    const { client, connection } = await openPair(rig);
    rig.clock.advance(60_000 - 1);
    connection.greeted();
    const pinged = new Promise((resolve) => client.ws.once('ping', resolve));
    rig.clock.advance(1);
    await pinged;
    expect(rig.events.count('closed')).toBe(0);
  });
});
