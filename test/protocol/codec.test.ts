import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  answering,
  clientMessage,
  decode,
  encode,
  frame,
  MAX_CHARACTERS,
  MAX_DEPTH,
} from '../../src/protocol/index.ts';

const refused = (text: string) => {
  const decoded = decode(text);
  if (decoded.ok) throw new Error(`accepted: ${text.slice(0, 100)}`);
  return decoded;
};

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const intentOf = (intent: string): string =>
  `{"type":"intent","ref":7,"payload":{"room":"r","seq":1,"intent":${intent}}}`;

describe('a text that is not a message', () => {
  test.each(['', ' ', '{', '{"type":"ping"', 'nonsense', '{"type":"ping",}', "{'type':'ping'}", '\u0000'])(
    '%j is BAD_JSON',
    (text) => expect(refused(text)).toMatchObject({ code: 'BAD_JSON' }),
  );

  test.each(['null', '7', '"ping"', '[]', '[{"type":"ping","payload":{}}]'])('%s is BAD_MESSAGE', (text) =>
    expect(refused(text)).toMatchObject({ code: 'BAD_MESSAGE' }),
  );

  test.each(['{}', '{"type":7,"payload":{}}', '{"type":null}'])('%s is BAD_MESSAGE at its type', (text) =>
    expect(refused(text)).toMatchObject({ code: 'BAD_MESSAGE', path: 'type' }),
  );

  test.each(['pong', 'welcome', '', 'PING', 'toString', 'constructor'])('the type %j is unknown', (type) =>
    expect(refused(JSON.stringify({ type, payload: {} }))).toMatchObject({ code: 'UNKNOWN_TYPE' }),
  );
});

describe('a message that does not fit its schema', () => {
  test.each([
    ['{"type":"ping"}', 'payload'],
    ['{"type":"ping","payload":{"at":1}}', 'payload'],
    ['{"type":"ping","payload":{},"extra":1}', undefined],
    ['{"type":"ping","payload":{},"ref":0}', 'ref'],
    ['{"type":"ping","payload":{},"ref":1.5}', 'ref'],
    ['{"type":"ping","payload":{},"ref":""}', 'ref'],
    ['{"type":"ping","payload":{},"ref":9007199254740993}', 'ref'],
    ['{"type":"intent","payload":{"room":"r","seq":0,"intent":{}}}', 'payload.seq'],
    ['{"type":"intent","payload":{"room":"r","seq":1}}', 'payload.intent'],
    ['{"type":"room.join","payload":{"room":7}}', 'payload.room'],
    ['{"type":"room.join","payload":{"code":"K7MQ2P","as":"king"}}', 'payload.as'],
    ['{"type":"room.join","payload":{"room":"r","code":"K7MQ2P"}}', 'payload'],
    ['{"type":"room.resume","payload":{"room":"r","epoch":-1,"revision":0}}', 'payload.epoch'],
    ['{"type":"chat","payload":{"room":"r","text":""}}', 'payload.text'],
  ])('%s is BAD_MESSAGE at %s', (text, path) => {
    const { code, path: found } = refused(text);
    expect([code, found]).toEqual(['BAD_MESSAGE', path]);
  });

  test('[C3] a refusal keeps the ref when the ref itself is valid', () => {
    expect(refused('{"type":"ping","ref":7}')).toMatchObject({ code: 'BAD_MESSAGE', ref: 7 });
    expect(refused('{"type":"no","ref":"a"}')).toMatchObject({ code: 'UNKNOWN_TYPE', ref: 'a' });
    expect(refused('{"ref":7}')).toMatchObject({ code: 'BAD_MESSAGE', ref: 7 });
    expect(refused(intentOf('{"__proto__":1}'))).toMatchObject({ code: 'BAD_MESSAGE', ref: 7 });
    expect(refused('{"type":"ping","ref":-7}')).not.toHaveProperty('ref');
    expect(refused(`{"type":"ping","ref":"${'a'.repeat(65)}"}`)).not.toHaveProperty('ref');
  });
});

describe('[C8] limits', () => {
  const filled = (length: number): string => `{"type":"ping","payload":{}}`.padEnd(length, ' ');

  test('a text is accepted up to the maximum length', () => {
    expect(decode(filled(MAX_CHARACTERS)).ok).toBe(true);
    expect(refused(filled(MAX_CHARACTERS + 1))).toMatchObject({ code: 'BAD_JSON' });
    expect(decode(filled(100), { maxCharacters: 99 })).toMatchObject({ ok: false, code: 'BAD_JSON' });
  });

  test('a text is accepted up to the maximum depth', () => {
    // The message and its payload are two levels.
    expect(decode(intentOf(nested(MAX_DEPTH - 2))).ok).toBe(true);
    expect(refused(intentOf(nested(MAX_DEPTH - 1)))).toMatchObject({ code: 'BAD_JSON' });
  });

  test.each([
    ['arrays', nested(8000)],
    ['open arrays', '['.repeat(MAX_CHARACTERS)],
    ['objects', '{"a":'.repeat(3000)],
    ['a message of arrays', intentOf(nested(7000))],
    ['arrays after a string that ends in a backslash', `["\\\\",${nested(5000)}]`],
  ])('deep nesting of %s is refused before it is parsed', (_, text) => {
    expect(refused(text)).toMatchObject({
      code: 'BAD_JSON',
      message: 'The text nests deeper than 16 levels.',
    });
  });

  test.each(['[[[[[[[[[[[[[[[[[[[[', '{{{{{{{{{{{{{{{{{{{{', '\\"[[[[[[[[[[[[[[[[[[[[', '\\'])(
    'brackets within a string do not count as depth: %j',
    (text) => expect(decode(intentOf(JSON.stringify({ type: 'say', text }))).ok).toBe(true),
  );

  test('the error for a message with many faults has less than 300 characters', () => {
    const items = Array.from({ length: 4000 }, () => '{}').join();
    const keys = Array.from({ length: 1000 }, (_, i) => `"unknown${i}":1`).join();
    const long = 'x'.repeat(16_000);
    const texts = [
      `{"type":"room.join","ref":7,"payload":[${items}]}`,
      `{"type":"ping","ref":7,"payload":{${keys}}}`,
      `{"type":"ping","ref":7,"payload":{},${keys}}`,
      `{"type":"ping","ref":7,"payload":{"${long}":1}}`,
      `{"type":"${long}","ref":7,"payload":{}}`,
      `{"type":"hello","ref":7,"payload":{"protocol":"${long}"}}`,
      `[${items}]`,
      long,
    ];
    for (const text of texts) {
      const { ok: _, ref, ...payload } = refused(text);
      const answer = encode({ type: 'error', ...(ref === undefined ? {} : { ref }), payload });
      expect(answer.length).toBeLessThan(300);
    }
  });
});

describe('the key __proto__', () => {
  const escapes = ['__proto__', '\\u005f_proto__', '__pro\\u0074o__', '\\u005F\\u005fproto\\u005f\\u005f'];
  const places = [
    (key: string) => `{"${key}":{},"type":"ping","payload":{}}`,
    (key: string) => `{"type":"ping","payload":{"${key}":{}}}`,
    (key: string) => intentOf(`{"type":"place","${key}":{"admin":true}}`),
    (key: string) => intentOf(`{"type":"place","deep":[1,[{"a":{"${key}":null}}]]}`),
    (key: string) => intentOf(`[{"${key}":1}]`),
    (key: string) => `{"type":"match.find","payload":{"game":"g","options":{"a":{"${key}":1}}}}`,
    (key: string) => `{"type":"room.create","payload":{"game":"g","options":{"${key}":1}}}`,
    (key: string) => `{"type":"chat","payload":{"room":"r","text":"t"},"ref":{"${key}":1}}`,
  ];

  test.each(escapes.flatMap((key) => places.map((place) => place(key))))('is refused in %s', (text) => {
    expect(refused(text)).toMatchObject({ code: 'BAD_MESSAGE' });
  });

  test('is allowed as a text, and escapes are allowed in other keys', () => {
    expect(decode('{"type":"chat","payload":{"room":"r","text":"what is __proto__?"}}').ok).toBe(true);
    expect(decode(intentOf('{"type":"say","w\\u00e4hl":"\\u005f_proto__"}')).ok).toBe(true);
    expect(decode(intentOf('{"type":"say","__proto":1,"proto__":2,"constructor":3}')).ok).toBe(true);
  });
});

describe('encoding', () => {
  const payload = { room: 'r', revision: 4, ops: [] };

  test('a frame around an encoded payload equals the encoded message', () => {
    const text = JSON.stringify(payload);
    for (const ref of [7, 'a', 'quote " and \\ and \u2028']) {
      expect(JSON.parse(frame('diff', text, ref))).toEqual({ type: 'diff', ref, payload });
      expect(frame('diff', text, ref)).toBe(encode({ type: 'diff', ref, payload }));
    }
    expect(frame('diff', text)).toBe(encode({ type: 'diff', payload }));
  });

  test('a message with the ref of its request equals the message encoded with it', () => {
    const message = encode({ type: 'diff', payload });
    for (const ref of [7, 0, 'a', 'quote " and \\ and \u2028']) {
      expect(answering('diff', message, ref)).toBe(encode({ type: 'diff', ref, payload }));
    }
  });
});

test('the compiled union is at least 1.5 times as fast as the interpreted one', () => {
  const compiled = z.compile(clientMessage, { strict: true });
  const message = JSON.parse(intentOf('{"type":"place","cell":4}')) as unknown;
  const fastest = (schema: typeof clientMessage): number => {
    const rounds = Array.from({ length: 7 }, () => {
      const start = performance.now();
      for (let i = 0; i < 20_000; i += 1) schema.safeParse(message);
      return performance.now() - start;
    });
    return Math.min(...rounds);
  };
  // The measured ratio is about 5; 1.5 leaves a margin for a busy machine.
  expect(fastest(clientMessage) / fastest(compiled)).toBeGreaterThan(1.5);
});
