import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../long.ts';
import { frame, openPair, rawClient, rawUpgrade, socketKinds } from './rig.ts';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const frames = fc
  .record({ opcode: fc.integer({ min: 0, max: 15 }), payload: bytes, fin: fc.boolean() })
  .map(frame);
const mutated = fc
  .tuple(frames, fc.nat(), fc.integer({ min: 0, max: 255 }))
  .map(([buffer, at, value]) => buffer.fill(value, at % buffer.length, (at % buffer.length) + 1));
const traffic = fc.array(fc.oneof(frames, mutated, bytes), { minLength: 1, maxLength: 20 });

describe.each(socketKinds)('%s', (_kind, startRig) => {
  test('[C1] [C4] no bytes from a peer harm the server or remain in it', async () => {
    await using rig = await startRig();
    const { client, connection } = await openPair(rig);
    await fc.assert(
      fc.asyncProperty(traffic, async (chunks) => {
        const raw = await rawClient(rig);
        await rig.events.next('opened');
        for (const chunk of chunks) raw.write(chunk);
        raw.end();
        raw.resume();
        await rig.events.next('closed');
        raw.destroy();
        expect(rig.manager.size).toBe(1);
        connection.send('fine');
        expect(await client.next()).toBe('fine');
      }),
      { numRuns: runs(60, 200) },
    );
    expect(rig.log.every(({ level }) => level === 'debug')).toBe(true);
  });

  test('any malformed upgrade request is refused, and nothing else happens', async () => {
    await using rig = await startRig();
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((string) => string.trim());
    const header = fc.constantFrom(
      ...[
        'Upgrade',
        'Host',
        'Origin',
        'Sec-WebSocket-Key',
        'Sec-WebSocket-Version',
        'Sec-WebSocket-Protocol',
      ],
      ...['Sec-WebSocket-Extensions', 'X-Forwarded-For'],
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(header, text, { minKeys: 1 }), async (headers) => {
        const socket = rawUpgrade(rig, headers);
        const [answer] = (await once(socket, 'data')) as [string];
        socket.destroy();
        expect(answer).toMatch(/^HTTP\/1.1 (101|200|400|403|404|426) /);
      }),
      { numRuns: runs(60, 200) },
    );
    await rig.manager.closeAll('done');
    expect(rig.manager.size).toBe(0);
  });
});
