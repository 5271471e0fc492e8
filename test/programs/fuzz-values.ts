// Unexpected values for fields, and texts that are only just JSON, or only just not.
import type { Random } from './fuzz-random.ts';

export const ODD_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'seat',
  'at',
  'extra',
  '',
  '\ud800',
];

const nested = (levels: number): unknown => {
  let value: unknown = 0;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

const odd: readonly ((chance: Random) => unknown)[] = [
  (chance) => chance.pick([null, true, false, '', [], {}, 'null', '[object Object]']),
  (chance) => chance.pick([0, -0, -1, 0.5, 1e-7, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, Number.MIN_VALUE]),
  (chance) => chance.pick(['\ud800', '\udfff\ud800', '\u0000', '\u202e', '\ufeff', 'é'.repeat(300), '𝒳']),
  (chance) => 'x'.repeat(chance.pick([64, 65, 256, 257, 2_000, 2_001, chance.once(9) ? 15_000 : 25])),
  (chance) => nested(chance.between(1, 40)),
  (chance) => Array(chance.pick([1, 17, chance.once(9) ? 4_000 : 100])).fill(chance.pick([0, null, 'a'])),
  (chance) =>
    Object.fromEntries(
      Array.from({ length: chance.pick([1, 8, chance.once(9) ? 1_000 : 50]) }, (_, at) => [`k${at}`, at]),
    ),
  () => JSON.parse('{"__proto__":{"isAdmin":true}}'),
  () => ({ constructor: { prototype: { isAdmin: true } } }),
];

export const oddValue = (chance: Random): unknown => chance.pick(odd)(chance);

type Spoil = (text: string, chance: Random) => string;

const spoils: readonly Spoil[] = [
  (text, chance) => text.slice(0, chance.below(text.length)),
  (text) => `\ufeff${text}`,
  (text) => text.replace(/\d+/, '1e999'),
  (text) => text.replace(/:\s*"[^"]*"/, ':-'),
  (text) => text.replace('{', '{"type":"ping","type":"intent",'),
  (text) => text.replace(/\}$/, ',"payload":{},"payload":{}}'),
  (text) => text.replace(/\}$/, ',"__proto__":{"type":"ping"}}'),
  (text) => text.replace(/\}$/, ',"\\u005f_proto__":{}}'),
  (text) => text.replace(/"([a-z])/, '"\\ud800$1'),
  (text) => text.replace(/"type"/, "'type'"),
  (text) => `[${text}]`,
  (text) => `${text}${text}`,
  (text) => ` \t\r\n${text}\n`,
  (text) => text.replace(/[,}]/, (end) => `${end}/**/`),
  (_, chance) => '['.repeat(chance.pick([1, 16, 17, 8_000, 16_384])),
  (_, chance) => '{"a":'.repeat(chance.pick([16, 17, 3_000])),
  (_, chance) => `{"type":"ping","payload":${'['.repeat(15)}${']'.repeat(chance.between(14, 16))}}`,
  (_, chance) => chance.pick(['null', '0', '""', 'true', '-', '\u0000', 'NaN', '{}', '[]', '1e999', '"\\']),
  (text, chance) => {
    const at = chance.below(text.length);
    return text.slice(0, at) + String.fromCharCode(chance.below(0x3000)) + text.slice(at + 1);
  },
];

/** The text with one change, after which it may no longer be a message. */
export const spoil: Spoil = (text, chance) => chance.pick(spoils)(text, chance);
