import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as ws from 'ws';
import { TextFramer } from '../../../src/connection/fast-path/fast-socket.ts';

/** The part of ws that reads frames; its declared types lack it. */
type Reader = {
  on(event: string, listener: (what: Buffer | Error, isBinary: boolean) => void): void;
  write(bytes: Buffer): void;
};
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Reader };

/** The texts that a WebSocket client reads from the frames. */
function read(frames: string): string[] {
  const texts: string[] = [];
  // As a client: frames to it are not masked.
  const receiver = new Receiver({ isServer: false });
  receiver.on('message', (message, isBinary) => void texts.push(isBinary ? 'binary' : String(message)));
  receiver.on('error', (error) => void texts.push(String(error)));
  receiver.write(Buffer.from(frames, 'latin1'));
  return texts;
}

describe('the text framer', () => {
  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])(
    'frames %i bytes so that ws reads them as they were written',
    (length) => {
      const text = 'x'.repeat(length);
      expect(read(new TextFramer().frameOf(text))).toEqual([text]);
    },
  );

  test('frames any texts one after the other; lone surrogates as UTF-8 replaces them', () => {
    const property = fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }),
      (texts) => {
        const framer = new TextFramer();
        const frames = texts.map((text) => framer.frameOf(text)).join('');
        expect(read(frames)).toEqual(texts.map((text) => Buffer.from(text).toString()));
      },
    );
    fc.assert(property);
  });

  test('frames the same text once, and another one anew', () => {
    const framer = new TextFramer();
    using measured = vi.spyOn(Buffer, 'byteLength');
    const first = framer.frameOf('{"n":1}');
    expect(framer.frameOf(['{"n":', '1}'].join(''))).toBe(first);
    expect(measured).toHaveBeenCalledTimes(1);
    expect(framer.frameOf('{"n":2}')).not.toBe(first);
    expect(measured).toHaveBeenCalledTimes(2);
    expect(read(first)).toEqual(['{"n":1}']);
  });
});
