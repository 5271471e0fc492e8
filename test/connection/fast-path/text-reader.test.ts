import { describe, expect, test } from 'vitest';
import { attachTextReader } from '../../../src/connection/fast-path/text-reader.ts';
import { frame } from '../rig.ts';
import { type Chunk, limits, openWs, reportOf, run, type Subject } from '../stream-runner.ts';

const text = (payload: string): Buffer => frame({ opcode: 1, payload: Buffer.from(payload) });
const apart = (...all: Buffer[]): Chunk[] => all.map((bytes) => ({ bytes, together: false }));

/** A text reader beside a ws, with the texts that ws itself reads, and how many listeners it leaves at the end. */
function besideWs(): { subject: Subject; byWs: string[]; listenerCount: () => number } {
  const byWs: string[] = [];
  let listenerCount = (): number => -1;
  const subject: Subject = (request, raw, report) =>
    openWs(request, raw, (ws) => {
      listenerCount = () => raw.listenerCount('data');
      const text = (got: string): void => report.event(`past ws: ${got}`);
      attachTextReader({ raw, frameBytes: limits.frameBytes, text, other: () => {} });
      reportOf(ws, { ...report, text: (got) => byWs.push(got) });
    });
  return { subject, byWs, listenerCount: () => listenerCount() };
}

describe('the text reader', () => {
  test('takes whole texts past ws, also after a pong, and after a text in pieces', async () => {
    const { subject, byWs } = besideWs();
    const pieces = [text('pieces').subarray(0, 9), text('pieces').subarray(9)];
    const pong = frame({ opcode: 10 });
    const chunks = apart(text('a'), text('ß'), pong, text('b'), ...pieces, text('c'));
    const { events } = await run(subject, chunks);
    const past = ['past ws: a', 'past ws: ß', 'ponged', 'past ws: b', 'past ws: c'];
    expect(events).toEqual([...past, 'closed 1006']);
    expect(byWs).toEqual(['pieces']);
  });

  test('takes whole texts before the stream of the socket has them, and nothing else', async () => {
    const seen: string[] = [];
    const subject: Subject = (request, raw, report) =>
      openWs(request, raw, (ws) => {
        attachTextReader({ raw, frameBytes: limits.frameBytes, text: report.event, other: () => {} });
        raw.on('data', (bytes: Buffer) => seen.push(bytes.toString('hex')));
        reportOf(ws, report);
      });
    const pong = frame({ opcode: 10 });
    const { events } = await run(subject, apart(text('a'), Buffer.concat([text('b'), pong]), text('c')));
    expect(events).toEqual(['a', 'b', 'ponged', 'c', 'closed 1006']);
    expect(seen).toEqual([pong.toString('hex')]);
  });

  test.each([
    ['a close', frame({ opcode: 8 }), 'closed 1005'],
    ['an error', frame({ opcode: 3 }), 'broken'],
  ])('is removed when ws removes its own listener: after %s', async (_, last, event) => {
    const { subject, listenerCount } = besideWs();
    const { events } = await run(subject, apart(text('a'), last, text('never')));
    expect(events.slice(0, 2)).toEqual(['past ws: a', event]);
    expect(events).not.toContain('past ws: never');
    expect(listenerCount()).toBe(0);
  });
});
