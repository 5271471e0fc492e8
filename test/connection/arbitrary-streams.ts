// Arbitrary bytes of a client: mostly valid frames, now and then anything, cut into chunks anywhere.
import fc from 'fast-check';
import { frame } from './rig.ts';
import { type Chunk, CLOSE, CUT, limits } from './stream-runner.ts';

const framesOf = (
  opcode: number,
  payload: fc.Arbitrary<Uint8Array>,
  fin: fc.Arbitrary<boolean> = fc.constant(true),
) =>
  fc
    .record({
      opcode: fc.constant(opcode),
      payload: payload.map((bytes) => Buffer.from(bytes)),
      fin,
      mask: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    })
    .map(frame);

const utf8 = fc
  .oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 60 }))
  .map((text) => Buffer.from(text));
const junk = fc.uint8Array({ maxLength: 140 });
const long = fc
  .integer({ min: limits.frameBytes - 2, max: limits.frameBytes + 2 })
  .map((length) => Buffer.alloc(length, 'x'));

const texts = framesOf(1, fc.oneof({ weight: 9, arbitrary: utf8 }, { weight: 1, arbitrary: long }));
const begun = framesOf(1, utf8, fc.constant(false));
const inFragments = fc
  .tuple(begun, framesOf(9, junk), framesOf(0, utf8, fc.boolean()), framesOf(0, utf8))
  .map((parts) => Buffer.concat(parts));
const spoiled = fc
  .tuple(fc.oneof(texts, framesOf(8, utf8)), fc.nat({ max: 13 }), fc.nat({ max: 255 }))
  .map(([frame, at, byte]) => Buffer.from(frame).fill(byte, at % frame.length, (at % frame.length) + 1));
const requests = fc.constantFrom(CLOSE, CUT).map((text) => frame({ opcode: 1, payload: Buffer.from(text) }));
const wrong = fc.oneof(
  { weight: 4, arbitrary: framesOf(1, junk) },
  ...[framesOf(2, junk), framesOf(8, junk), framesOf(0, utf8), begun, spoiled],
  junk.map((bytes) => Buffer.from(bytes)),
);

const frames = fc.oneof(
  { weight: 16, arbitrary: texts },
  { weight: 4, arbitrary: fc.oneof(framesOf(9, junk), framesOf(10, junk)) },
  { weight: 1, arbitrary: inFragments },
  { weight: 1, arbitrary: requests },
  { weight: 2, arbitrary: wrong },
);

const parts = fc.record({
  bytes: frames,
  cuts: fc.oneof(fc.constant<number[]>([]), fc.array(fc.nat({ max: limits.frameBytes }), { maxLength: 6 })),
  /** Whether a chunk ends where the frame does. */
  ends: fc.boolean(),
  together: fc.boolean(),
});

/** All that one client sends, as it arrives. */
export const streams: fc.Arbitrary<Chunk[]> = fc.array(parts, { minLength: 1, maxLength: 12 }).map((all) => {
  const chunks: Chunk[] = [];
  let open = Buffer.alloc(0);
  for (const { bytes, cuts, ends, together } of all) {
    let from = 0;
    for (const to of [...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]) {
      open = Buffer.concat([open, bytes.subarray(from, to)]);
      from = to;
      if (open.length === 0 || (to === bytes.length && !ends)) continue;
      chunks.push({ bytes: open, together });
      open = Buffer.alloc(0);
    }
  }
  return open.length === 0 ? chunks : [...chunks, { bytes: open, together: false }];
});
