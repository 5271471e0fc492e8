// Splits the bytes of a WebSocket into frames, so that a proxy can delay, repeat or break single ones.

/** A frame as it was sent, header and mask included. */
export type RawFrame = Buffer;

const TEXT = 0x81;
const MASKED = 0x80;

/** Splits a stream of bytes that begins at a frame. Keeps the beginning of an incomplete frame. */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): RawFrame[] {
    let rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const frames: RawFrame[] = [];
    for (let size = sizeOf(rest); size !== undefined && rest.length >= size; size = sizeOf(rest)) {
      frames.push(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
    this.#rest = rest;
    return frames;
  }
}

/** The length of the frame that begins here; undefined while its header is incomplete. */
function sizeOf(bytes: Buffer): number | undefined {
  const second = bytes[1];
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const header = 2 + lengthBytes + (second & MASKED ? 4 : 0);
  if (bytes.length < header) return undefined;
  if (lengthBytes === 0) return header + short;
  return header + (lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
}

/** The text of an unfragmented text frame of up to 64 KiB; undefined for any other frame. */
export function textOf(frame: RawFrame): string | undefined {
  const second = frame[1];
  if (frame[0] !== TEXT || second === undefined || (second & 0x7f) === 127) return undefined;
  const maskAt = (second & 0x7f) === 126 ? 4 : 2;
  if (!(second & MASKED)) return frame.toString('utf8', maskAt);
  const mask = frame.subarray(maskAt, maskAt + 4);
  const text = Buffer.from(frame.subarray(maskAt + 4));
  for (let i = 0; i < text.length; i += 1) text[i] = (text[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return text.toString();
}
