import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as ws from 'ws';
import { Framing } from '../../src/connection/framing.ts';

/** Not in the declared types of ws: the part that reads frames. */
type Reader = {
  on(event: string, told: (what: Buffer | Error, isBinary: boolean) => void): void;
  write(bytes: Buffer): void;
};
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Reader };

/** What a WebSocket of the other side makes of the frames. */
function read(frames: string): string[] {
  const texts: string[] = [];
  // As a client: what comes in is not masked.
  const receiver = new Receiver({ isServer: false });
  receiver.on('message', (message, isBinary) => void texts.push(isBinary ? 'binary' : String(message)));
  receiver.on('error', (error) => void texts.push(String(error)));
  receiver.write(Buffer.from(frames, 'latin1'));
  return texts;
}

describe('a frame', () => {
  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])(
    'of %i bytes is read as it was written',
    (length) => {
      const text = 'x'.repeat(length);
      expect(read(new Framing().of(text))).toEqual([text]);
    },
  );

  test('of any text is read as UTF-8 has it, one after the other', () => {
    const property = fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }),
      (texts) => {
        const framing = new Framing();
        const frames = texts.map((text) => framing.of(text)).join('');
        expect(read(frames)).toEqual(texts.map((text) => Buffer.from(text).toString()));
      },
    );
    fc.assert(property);
  });

  test('of the same text is made once, of another anew', () => {
    const framing = new Framing();
    using measured = vi.spyOn(Buffer, 'byteLength');
    const first = framing.of('{"n":1}');
    expect(framing.of(['{"n":', '1}'].join(''))).toBe(first);
    expect(measured).toHaveBeenCalledTimes(1);
    expect(framing.of('{"n":2}')).not.toBe(first);
    expect(measured).toHaveBeenCalledTimes(2);
    expect(read(first)).toEqual(['{"n":1}']);
  });
});
