// WebSocket frames: valid ones by RFC 6455, and invalid ones.
import type { Random } from './fuzz-random.ts';

type Shape = {
  readonly opcode: number;
  readonly payload?: Buffer;
  readonly fin?: boolean;
  readonly rsv?: number;
  readonly masked?: boolean;
  /** 4 bytes; by default zeros, which leave the payload unchanged. */
  readonly mask?: Buffer;
  /** A wrong length for the header. */
  readonly declared?: bigint;
};

export const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0, 1, 2, 8, 9, 10] as const;
const ZEROS = Buffer.alloc(4);
const NOTHING = Buffer.alloc(0);

export function frame({ opcode, payload = NOTHING, fin = true, rsv = 0, ...rest }: Shape): Buffer {
  const { masked = true, mask = ZEROS } = rest;
  const first = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  const length = lengthBytes(rest.declared ?? BigInt(payload.length), masked ? 0x80 : 0);
  if (!masked) return Buffer.concat([Buffer.of(first), length, payload]);
  if (mask === ZEROS) return Buffer.concat([Buffer.of(first), length, mask, payload]);
  return Buffer.concat([
    Buffer.of(first),
    length,
    mask,
    payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)),
  ]);
}

function lengthBytes(length: bigint, bit: number): Buffer {
  if (length < 126n) return Buffer.of(bit | Number(length));
  if (length < 65_536n) return Buffer.of(bit | 126, Number(length >> 8n), Number(length & 0xffn));
  const bytes = Buffer.alloc(9);
  bytes[0] = bit | 127;
  bytes.writeBigUInt64BE(length, 1);
  return bytes;
}

export const textFrame = (text: string): Buffer => frame({ opcode: TEXT, payload: Buffer.from(text) });

/** One message in a few fragments, some of them empty, some with control frames between. */
export function fragmented(text: string, chance: Random): Buffer {
  const payload = Buffer.from(text);
  const count = chance.between(2, 16);
  const cuts = Array.from({ length: count - 1 }, () => chance.below(payload.length + 1)).sort(
    (a, b) => a - b,
  );
  const parts = [0, ...cuts].map((from, at) => payload.subarray(from, cuts[at] ?? payload.length));
  return Buffer.concat(
    parts.flatMap((part, at) => {
      const opcode = at === 0 ? TEXT : CONTINUATION;
      const piece = frame({ opcode, payload: part, fin: at === count - 1, mask: chance.bytes(4) });
      return chance.once(8) ? [frame({ opcode: PING, payload: chance.bytes(5) }), piece] : [piece];
    }),
  );
}

/** Valid frames that are of no use. */
export const idleFrames: readonly ((chance: Random) => Buffer)[] = [
  (chance) => frame({ opcode: PING, payload: chance.bytes(chance.pick([0, 1, 124, 125])) }),
  (chance) => frame({ opcode: PONG, payload: chance.bytes(chance.pick([0, 125])), mask: chance.bytes(4) }),
  () => textFrame(''),
  () => Buffer.concat([frame({ opcode: TEXT, fin: false }), frame({ opcode: CONTINUATION })]),
];

const badUtf8 = [
  [0xff],
  [0xc3],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82, 0x22],
].map((bytes) => Buffer.from(bytes));

const LENGTHS = [
  126n,
  65_535n,
  65_536n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** Each of these ends the connection, or leaves the server waiting for more. */
export const brokenFrames: readonly ((chance: Random) => Buffer)[] = [
  (chance) => frame({ opcode: chance.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), payload: chance.bytes(4) }),
  (chance) =>
    frame({ opcode: chance.pick([TEXT, PING]), rsv: chance.between(1, 7), payload: chance.bytes(9) }),
  () => frame({ opcode: TEXT, payload: Buffer.from('{}'), masked: false }),
  (chance) => frame({ opcode: chance.pick([TEXT, CONTINUATION]), declared: chance.pick(LENGTHS) }),
  (chance) => frame({ opcode: chance.pick([PING, PONG, CLOSE]), payload: chance.bytes(126) }),
  (chance) => frame({ opcode: chance.pick([PING, CLOSE]), fin: false }),
  () => frame({ opcode: CONTINUATION, payload: Buffer.from('{}') }),
  () => Buffer.concat([frame({ opcode: TEXT, fin: false }), frame({ opcode: TEXT })]),
  (chance) => Buffer.concat([frame({ opcode: TEXT, fin: false }), ...endless(chance.between(16, 3_000))]),
  (chance) => frame({ opcode: TEXT, payload: chance.pick(badUtf8) }),
  (chance) => frame({ opcode: BINARY, payload: chance.bytes(chance.below(200)) }),
  (chance) => frame({ opcode: TEXT, payload: Buffer.alloc(chance.between(16_385, 70_000), 'x') }),
  (chance) => {
    const half = frame({ opcode: TEXT, payload: Buffer.alloc(9_000), fin: false });
    return Buffer.concat([
      half,
      frame({ opcode: CONTINUATION, payload: Buffer.alloc(chance.between(8_000, 9_000)) }),
    ]);
  },
  (chance) => frame({ opcode: CLOSE, payload: closePayload(chance.pick([0, 999, 1004, 1005, 1006, 5000])) }),
  (chance) => frame({ opcode: CLOSE, payload: Buffer.concat([closePayload(1000), chance.pick(badUtf8)]) }),
  () => frame({ opcode: CLOSE, payload: Buffer.of(3) }),
  (chance) => chance.bytes(chance.between(1, 400)),
];

const endless = (count: number): Buffer[] =>
  Array.from({ length: count }, () => frame({ opcode: CONTINUATION, payload: Buffer.of(0x20), fin: false }));

export function closePayload(code: number): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return payload;
}
