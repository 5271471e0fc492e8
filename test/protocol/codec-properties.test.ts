import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientMessage, decode } from '../../src/protocol/index.ts';
import { clientMessages, refs } from './arbitraries.ts';

const runs = { numRuns: 500 };

test('decode returns a result for any text and does not throw', () => {
  // Texts made of JSON tokens get further into the decoder than random texts.
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ':',
    ',',
    '"type"',
    '"ref"',
    '"payload"',
    '"ping"',
    '1',
    'null',
  ];
  const jsonish = fc.array(fc.constantFrom(...pieces, '\\u005f', '__proto__', '1e999'), { maxLength: 60 });
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    jsonish.map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const decoded = decode(text);
      if (decoded.ok) expect(clientMessage.safeParse(JSON.parse(text)).success).toBe(true);
      else expect(decoded.message.length).toBeLessThan(100);
    }),
    runs,
  );
});

test('decode returns every valid message unchanged', () => {
  fc.assert(
    fc.property(clientMessages, (message) => {
      expect(decode(JSON.stringify(message))).toEqual({ ok: true, message });
    }),
    runs,
  );
});

test('the codec accepts exactly what the schemas accept, with any field replaced, added or removed', () => {
  const places = fc.constantFrom(
    'type',
    'ref',
    'payload',
    'extra',
    'payload.room',
    'payload.seq',
    'payload.as',
  );
  const junk = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
  fc.assert(
    fc.property(clientMessages, places, junk, (message, place, value) => {
      const [outer = '', inner] = place.split('.');
      const changed =
        inner === undefined
          ? { ...message, [outer]: value }
          : { ...message, payload: { ...message.payload, [inner]: value } };
      const text = JSON.stringify(changed);
      fc.pre(!text.includes('__proto__'));
      expect(decode(text).ok).toBe(clientMessage.safeParse(JSON.parse(text)).success);
    }),
    runs,
  );
});

test('[C3] a refused message keeps its ref for any fault of its other fields', () => {
  const wrong = fc.record({
    type: fc.oneof(fc.string(), fc.constantFrom('ping', 'intent', 'room.join'), fc.jsonValue()),
    payload: fc.jsonValue({ maxDepth: 3 }),
  });
  fc.assert(
    fc.property(wrong, refs, (message, ref) => {
      const decoded = decode(JSON.stringify({ ...message, ref }));
      expect(decoded.ok ? decoded.message.ref : decoded.ref).toEqual(ref);
    }),
    runs,
  );
});
