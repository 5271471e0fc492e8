import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeText } from '../../src/connection/fast-path/text-reader.ts';
import { runs } from '../long.ts';
import { streams } from './arbitrary-streams.ts';
import { frame } from './rig.ts';
import {
  bareWs,
  type Chunk,
  CUT,
  fastSocket,
  openWs,
  plainSocket,
  reportOf,
  run,
  type Subject,
  type Transcript,
} from './stream-runner.ts';

const text = (payload: string): Buffer => frame({ opcode: 1, payload: Buffer.from(payload) });
const apart = (...all: Buffer[]): Chunk[] => all.map((bytes) => ({ bytes, together: false }));

const kinds: readonly (readonly [string, Subject])[] = [
  ['fast socket', fastSocket],
  ['plain socket', plainSocket],
];

/** Texts that arrived together with one that cut the connection may still be reported; they have no listener any more. */
function untilCut({ events, written }: Transcript): Transcript {
  const cut = events.indexOf(`text ${CUT}`);
  const ignored = (line: string, at: number): boolean => cut !== -1 && at > cut && !line.startsWith('closed');
  return { events: events.filter((line, at) => !ignored(line, at)), written };
}

describe.each(kinds)('%s', (_kind, subject) => {
  test('[C1] [C4] any stream in any chunks has the events and the output that a bare ws has', async () => {
    const likeBare = fc.asyncProperty(streams, async (chunks) => {
      expect(untilCut(await run(subject, chunks))).toEqual(untilCut(await run(bareWs, chunks)));
    });
    await fc.assert(likeBare, { numRuns: runs(200, 2_000) });
  });

  describe('a text that is not UTF-8', () => {
    // Its mask makes it ASCII on the way: ws would read it as a text if it got it unmasked.
    const broken = frame({ opcode: 1, payload: Buffer.from([0xff]), mask: Buffer.from([0x80, 0, 0, 0]) });
    const close1007 = '880203ef';

    test('closes with 1007', async () => {
      const { events, written } = await run(subject, apart(text('a'), broken));
      expect(events).toEqual(['text a', 'broken', 'closed 1006']);
      expect(written).toMatch(new RegExp(`${close1007}$`));
    });

    test('is the last that is read, also of bytes that were there already', async () => {
      const after = { bytes: text('never'), together: true };
      const { events } = await run(subject, [...apart(broken), after]);
      expect(events).toEqual(['broken', 'closed 1006']);
    });
  });
});

/** Wrong on purpose: takes each chunk to begin with a message, and any bytes to be UTF-8. */
const careless: Subject = (request, raw, report) =>
  openWs(request, raw, (ws) => {
    reportOf(ws, report);
    const [theirs] = raw.listeners('data') as ((bytes: Buffer) => void)[];
    const listener = (bytes: Buffer): void => {
      const length = (bytes[1] ?? 0) - 0x80;
      if (bytes[0] !== 0x81 || bytes.length !== 6 + length) theirs?.call(raw, bytes);
      else report.text(takeText(bytes, 6, bytes.length) ?? 'not UTF-8', { close: () => {}, cut: () => {} });
    };
    listener.listener = theirs;
    raw.removeAllListeners('data');
    raw.on('data', listener);
  });

test('a careless reader is found by the same streams', async () => {
  // No expect here: to put the difference into words takes seconds.
  const likeBare = fc.asyncProperty(streams, async (chunks) =>
    isDeepStrictEqual(await run(careless, chunks), await run(bareWs, chunks)),
  );
  const { failed } = await fc.check(likeBare, { numRuns: 2_000, endOnFailure: true });
  expect(failed).toBe(true);
});
