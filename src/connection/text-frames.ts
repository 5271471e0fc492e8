// Finds frames in what a socket has read (RFC 6455, 5.2), and reads a text where it lies. Client to server only.
import { isUtf8 } from 'node:buffer';

/** First bytes: FIN, no reserved bit, and the opcode. */
const TEXT = 0x81;
const PING = 0x89;
const PONG = 0x8a;

/** In the second byte: that there is a mask, and a length, or else that it stands in the two bytes after. */
const MASKED = 0x80;
const TWO_BYTES = 126;

/** Whether a whole message of text begins here, its end perhaps still to come. */
export function isText(bytes: Buffer, at: number): boolean {
  return bytes[at] === TEXT;
}

/** How much stands before the payload of a text, ping or pong; 0 for all else, and where it is not all there. */
export function headBytes(bytes: Buffer, at: number): number {
  const second = bytes[at + 1] ?? 0;
  const control = bytes[at] === PING || bytes[at] === PONG;
  if (second < MASKED || !(control || isText(bytes, at))) return 0;
  const length = second - MASKED;
  const head = length < TWO_BYTES ? 6 : length === TWO_BYTES && !control ? 8 : 0;
  return at + head <= bytes.length ? head : 0;
}

/** Of a frame whose head is there. */
export function payloadBytes(bytes: Buffer, at: number): number {
  const length = (bytes[at + 1] as number) - MASKED;
  return length < TWO_BYTES ? length : bytes.readUInt16BE(at + 2);
}

/**
 * How many bytes of the last frame are still to come, where so many were of the one before; Infinity if there is a
 * frame that headBytes does not know.
 */
export function bytesDue(bytes: Buffer, due: number): number {
  let at = due;
  while (at < bytes.length) {
    const head = headBytes(bytes, at);
    if (head === 0) return Number.POSITIVE_INFINITY;
    at += head + payloadBytes(bytes, at);
  }
  return at - bytes.length;
}

/** The text of a payload whose mask is right before it. If it is no UTF-8: undefined, and the bytes as they were. */
export function takeText(bytes: Buffer, start: number, end: number): string | undefined {
  // Nearly all are ASCII, which needs no check and no decoding.
  if (unmask(bytes, start, end) < 0x80) return bytes.toString('latin1', start, end);
  if (isUtf8(bytes.subarray(start, end))) return bytes.toString('utf8', start, end);
  unmask(bytes, start, end);
  return undefined;
}

/** Done twice, it leaves all as it was. Returns the bits that are set in any byte of the text. */
function unmask(bytes: Buffer, start: number, end: number): number {
  let bits = 0;
  for (let at = start; at < end; at += 1) {
    const byte = (bytes[at] as number) ^ (bytes[start - 4 + ((at - start) & 3)] as number);
    bytes[at] = byte;
    bits |= byte;
  }
  return bits;
}
