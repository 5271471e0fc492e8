import { describe, expect, test } from 'vitest';
import { connectionLimits } from '../../src/connection/index.ts';
import type { Connection } from '../../src/session/index.ts';
import { openPair, rawClient, socketKinds } from './rig.ts';

const page = 'x'.repeat(8_000);

/** The kernel takes the first megabytes; only what it does not take is queued. */
function fill(connection: Connection): void {
  while (!connection.congested) connection.send(page);
}

describe.each(socketKinds)('%s', (_kind, startRig) => {
  test('[C5] beyond the soft limit a connection is congested until its reader has caught up', async () => {
    await using rig = await startRig();
    const { client, connection } = await openPair(rig);
    client.ws.pause();
    fill(connection);
    client.ws.resume();
    expect((await rig.events.next('drained')).connection).toBe(connection);
    expect(connection.congested).toBe(false);
    connection.send('after');
    let got = await client.next();
    while (got === page) got = await client.next();
    expect(got).toBe('after');
  });

  test('[C5] beyond the hard limit a slow reader is closed with 4413, and delays no other reader', async () => {
    await using rig = await startRig();
    const slow = await openPair(rig);
    const prompt = await openPair(rig);
    slow.client.ws.pause();
    fill(slow.connection);
    const more = (connectionLimits.hardBytes / page.length) * 2;
    for (let at = 0; at < more; at += 1) {
      slow.connection.send(page);
      prompt.connection.send(`${at}`);
      expect(await prompt.client.next()).toBe(`${at}`);
    }
    const { sent } = rig.manager.counts;
    slow.connection.send('one more');
    expect(rig.manager.counts.sent).toBe(sent);
    slow.client.ws.resume();
    expect((await slow.client.closed).code).toBe(4413);
    expect((await rig.events.next('closed')).connection).toBe(slow.connection);
  });

  test('[C5] a connection that is congested for too long is closed, even if its queue no longer grows', async () => {
    await using rig = await startRig();
    const { client, connection } = await openPair(rig);
    connection.greeted();
    client.ws.pause();
    fill(connection);
    rig.clock.advance(connectionLimits.slowReaderMs);
    client.ws.send('writes do not delay reads');
    expect((await rig.events.next('received')).text).toBe('writes do not delay reads');
    rig.pass(0);
    client.ws.resume();
    expect((await client.closed).code).toBe(4413);
  });

  test('[C5] a socket that never reads is destroyed together with its queue', async () => {
    await using rig = await startRig({ limits: { closeMs: 60_000 } });
    const raw = await rawClient(rig);
    raw.pause();
    const { connection } = await rig.events.next('opened');
    connection.greeted();
    fill(connection);
    rig.pass(connectionLimits.slowReaderMs);
    expect(rig.manager.size).toBe(1);
    rig.pass(60_000);
    await rig.events.next('closed');
    expect(rig.manager.size).toBe(0);
    expect(rig.manager.counts.ended).toEqual({ tooSlow: 1 });
    raw.destroy();
  });

  test('[C5] the sweep notices the end of congestion where Node emits no drain', async () => {
    await using rig = await startRig({ limits: { softBytes: 10 } });
    const { client, connection } = await openPair(rig);
    client.ws.pause();
    fill(connection);
    connection.send('the last');
    client.ws.resume();
    while ((await client.next()) === page);
    expect(connection.congested).toBe(true);
    rig.pass(0);
    expect(connection.congested).toBe(false);
    expect(rig.events.count('drained')).toBe(1);
  });
});
