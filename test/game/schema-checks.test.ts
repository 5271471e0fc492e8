import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { rulesOf } from '../../src/game/index.ts';
import { checkIntent } from '../../src/game/schema-checks.ts';
import highCard from './fixtures/high-card.ts';

const rules = rulesOf(ticTacToe);

describe('[R4] an intent that does not fit its schema is refused with the path', () => {
  test.each([
    ['nothing', undefined, ''],
    ['text', 'place', ''],
    ['a list', [], 'type'],
    ['no type', {}, 'type'],
    ['an unknown type', { type: 'pass' }, 'type'],
    ['a name that every object inherits', { type: 'constructor' }, 'type'],
    ['a missing field', { type: 'place' }, 'cell'],
    ['a field out of range', { type: 'place', cell: 9 }, 'cell'],
    ['a field of the wrong kind', { type: 'place', cell: '1' }, 'cell'],
    ['an unknown field', { type: 'place', cell: 1, x: 1 }, ''],
    ['a forged seat', { type: 'place', cell: 1, seat: 0 }, ''],
    ['a prototype', JSON.parse('{"type":"resign","__proto__":{"admin":true}}'), ''],
  ])('%s', (_, intent, path) => {
    expect(rules.checkIntent(intent)).toEqual({ ok: false, path, message: expect.any(String) });
  });

  test('nested fields: with the whole path', () => {
    const intents = { move: z.strictObject({ to: z.strictObject({ x: z.int() }) }) };
    expect(checkIntent(intents, { type: 'move', to: { x: 'far' } })).toMatchObject({
      ok: false,
      path: 'to.x',
    });
  });

  test('in a short message, however long the input', () => {
    const checked = rules.checkIntent({ type: 'resign', ['x'.repeat(9000)]: 1 });
    expect(JSON.stringify(checked).length).toBeLessThan(500);
  });

  test('even if the schema throws', () => {
    const touchy = z.strictObject({}).refine(() => {
      throw new Error('broke');
    });
    expect(checkIntent({ touchy }, { type: 'touchy' })).toMatchObject({ ok: false, path: '' });
  });
});

test('an intent that fits is returned as its schema returns it', () => {
  expect(rules.checkIntent({ type: 'place', cell: 4 })).toEqual({
    ok: true,
    intent: { type: 'place', cell: 4 },
  });
});

describe('options', () => {
  const cards = rulesOf(highCard);

  test('have their defaults if none are given', () => {
    expect(cards.checkOptions(undefined)).toEqual({ ok: true, options: { cards: 3 } });
    expect(rules.checkOptions(undefined)).toEqual({ ok: true, options: {} });
    expect(rules.checkOptions({})).toEqual({ ok: true, options: {} });
  });

  test.each([[{ cards: 9 }], [{ size: 1 }], [null], ['cards']])(
    'are refused if they do not fit: %j',
    (options) => {
      expect(cards.checkOptions(options).ok).toBe(options === null);
      expect(rules.checkOptions(options).ok).toBe(false);
    },
  );
});
