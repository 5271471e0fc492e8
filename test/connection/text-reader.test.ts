import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { attachTextReader, takeText } from '../../src/connection/text-reader.ts';
import { wsOptions } from '../../src/connection/ws-socket.ts';
import { frame } from './rig.ts';
import { streams } from './streams.ts';
import { type Account, bare, type Chunk, CUT, limits, ours, tellOf, through, type WayIn } from './ways-in.ts';

const text = (said: string): Buffer => frame({ opcode: 1, payload: Buffer.from(said) });
const apart = (...all: Buffer[]): Chunk[] => all.map((bytes) => ({ bytes, together: false }));

/** Ours, with what ws itself tells, and what it still listens to at the end, for all to see. */
function besideWs(): { way: WayIn; byWs: string[]; listening: () => number } {
  const byWs: string[] = [];
  let listening = (): number => -1;
  const way: WayIn = (request, raw, end) =>
    new WebSocketServer(wsOptions(limits)).handleUpgrade(request, raw, Buffer.alloc(0), (ws) => {
      listening = () => raw.listenerCount('data');
      const text = (got: string): void => end.tell(`past ws: ${got}`);
      attachTextReader({ raw, frameBytes: limits.frameBytes, text, other: () => {} });
      tellOf(ws, { ...end, text: (got) => byWs.push(got) });
    });
  return { way, byWs, listening: () => listening() };
}

// A later ws may read in another way. Then nothing breaks, but nothing is won: this must tell.
describe('the ground that ws gives', () => {
  test('whole texts go past it, also after a pong, and after one in pieces', async () => {
    const { way, byWs } = besideWs();
    const pieces = [text('pieces').subarray(0, 9), text('pieces').subarray(9)];
    const pong = frame({ opcode: 10 });
    const chunks = apart(text('a'), text('ß'), pong, text('b'), ...pieces, text('c'));
    const { told } = await through(way, chunks);
    const past = ['past ws: a', 'past ws: ß', 'ponged', 'past ws: b', 'past ws: c'];
    expect(told).toEqual([...past, 'closed 1006']);
    expect(byWs).toEqual(['pieces']);
  });

  test('whole texts never come to the stream of the socket, and all else does', async () => {
    const seen: string[] = [];
    const way: WayIn = (request, raw, end) =>
      new WebSocketServer(wsOptions(limits)).handleUpgrade(request, raw, Buffer.alloc(0), (ws) => {
        attachTextReader({ raw, frameBytes: limits.frameBytes, text: end.tell, other: () => {} });
        raw.on('data', (bytes: Buffer) => seen.push(bytes.toString('hex')));
        tellOf(ws, end);
      });
    const pong = frame({ opcode: 10 });
    const { told } = await through(way, apart(text('a'), Buffer.concat([text('b'), pong]), text('c')));
    expect(told).toEqual(['a', 'b', 'ponged', 'c', 'closed 1006']);
    expect(seen).toEqual([pong.toString('hex')]);
  });

  test.each([
    ['a close', frame({ opcode: 8 }), 'closed 1005'],
    ['an error', frame({ opcode: 3 }), 'broken'],
  ])('it takes away our listener where it means its own: after %s', async (_, last, tells) => {
    const { way, listening } = besideWs();
    const { told } = await through(way, apart(text('a'), last, text('never')));
    expect(told.slice(0, 2)).toEqual(['past ws: a', tells]);
    expect(told).not.toContain('past ws: never');
    expect(listening()).toBe(0);
  });
});

/** Wrong: takes each chunk to begin where a message does, and anything to be UTF-8. */
const careless: WayIn = (request, raw, end) =>
  new WebSocketServer(wsOptions(limits)).handleUpgrade(request, raw, Buffer.alloc(0), (ws) => {
    tellOf(ws, end);
    const [theirs] = raw.listeners('data') as ((bytes: Buffer) => void)[];
    raw.removeAllListeners('data');
    raw.on('data', (bytes: Buffer) => {
      const length = (bytes[1] ?? 0) - 0x80;
      if (bytes[0] !== 0x81 || bytes.length !== 6 + length) theirs?.call(raw, bytes);
      else end.text(takeText(bytes, 6, bytes.length) ?? 'no UTF-8', { close: () => {}, cut: () => {} });
    });
  });

describe('a text that is no UTF-8', () => {
  // Its mask makes it ASCII on the way: to give it to ws unmasked would have it read as a text.
  const broken = frame({ opcode: 1, payload: Buffer.from([0xff]), mask: Buffer.from([0x80, 0, 0, 0]) });
  const close1007 = '880203ef';

  test('closes with 1007', async () => {
    const { told, written } = await through(ours, apart(text('a'), broken));
    expect(told).toEqual(['text a', 'broken', 'closed 1006']);
    expect(written).toMatch(new RegExp(`${close1007}$`));
  });

  test('is the last that is read, also of what was there already', async () => {
    const after = { bytes: text('never'), together: true };
    const { told } = await through(ours, [...apart(broken), after]);
    expect(told).toEqual(['broken', 'closed 1006']);
  });
});

/** Of what came together with a text that cut the connection some is still told; nobody listens to it any more. */
function heeded({ told, written }: Account): Account {
  const cut = told.indexOf(`text ${CUT}`);
  const ignored = (line: string, at: number): boolean => cut !== -1 && at > cut && !line.startsWith('closed');
  return { told: told.filter((line, at) => !ignored(line, at)), written };
}

describe('[C1] [C4] whatever comes, in whatever chunks', () => {
  test('we tell the same and answer the same as a bare ws', async () => {
    const likeBare = fc.asyncProperty(streams, async (chunks) => {
      expect(heeded(await through(ours, chunks))).toEqual(heeded(await through(bare, chunks)));
    });
    await fc.assert(likeBare, { numRuns: 2_000 });
  });

  test('a careless way in is found out', async () => {
    // No expect here: to put the difference into words takes seconds.
    const likeBare = fc.asyncProperty(streams, async (chunks) =>
      isDeepStrictEqual(await through(careless, chunks), await through(bare, chunks)),
    );
    const { failed } = await fc.check(likeBare, { numRuns: 2_000, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
