// Guarantees of `apply` beyond the public suite: exact failures, structural sharing, own members only.
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/json.ts';
import { apply, type Operation, PatchError } from '../../src/patch/index.ts';
import { freeze, fromWire } from './json.ts';

describe('the whole document', () => {
  const cases: [string, Operation, Json][] = [
    ['is replaced', { op: 'replace', path: '', value: [1] }, [1]],
    ['is added over', { op: 'add', path: '', value: null }, null],
    ['is tested', { op: 'test', path: '', value: { b: [2], a: 1 } }, { a: 1, b: [2] }],
    ['is copied into itself', { op: 'copy', from: '', path: '/b/0' }, { a: 1, b: [{ a: 1, b: [2] }, 2] }],
    ['stays when moved onto itself', { op: 'move', from: '', path: '' }, { a: 1, b: [2] }],
    ['is replaced by a part of itself', { op: 'move', from: '/b', path: '' }, [2]],
  ];
  test.each(cases)('%s', (_name, operation, expected) => {
    expect(apply(freeze({ a: 1, b: [2] }), [operation])).toEqual(expected);
  });

  test('may be a bare value', () => {
    expect(apply('foo', [{ op: 'replace', path: '', value: 'bar' }])).toBe('bar');
  });
});

describe('a patch that does not fit its document is refused', () => {
  const refusals: [string, unknown, string][] = [
    ['a pointer without its first slash', { op: 'remove', path: 'a' }, 'invalid pointer'],
    ['a tilde that escapes nothing', { op: 'add', path: '/~2', value: 1 }, 'invalid pointer'],
    ['a tilde at the end', { op: 'add', path: '/a~', value: 1 }, 'invalid pointer'],
    ['no path', { op: 'remove' }, 'invalid pointer'],
    ['no from', { op: 'copy', path: '/x' }, 'invalid pointer'],
    ['missing value', { op: 'add', path: '/x' }, 'missing value'],
    ['an unknown op', { op: 'merge', path: '/a', value: 1 }, 'unknown op'],
    ['an inherited op', { op: 'toString', path: '/a' }, 'unknown op'],
    ['a failed test', { op: 'test', path: '/a', value: 2 }, 'test failed'],
    ['a test against the text of a number', { op: 'test', path: '/a', value: '1' }, 'test failed'],
    ['a removal of an absent member', { op: 'remove', path: '/x' }, 'no value at this path'],
    ['a replacement of an absent member', { op: 'replace', path: '/x', value: 1 }, 'no value at this path'],
    ['an addition below an absent member', { op: 'add', path: '/x/y', value: 1 }, 'no value at this path'],
    ['an addition below a number', { op: 'add', path: '/a/y', value: 1 }, 'no value at this path'],
    ['a leading zero', { op: 'replace', path: '/b/01', value: 1 }, 'invalid index'],
    ['a negative index', { op: 'remove', path: '/b/-1' }, 'invalid index'],
    ['a fraction', { op: 'remove', path: '/b/0.0' }, 'invalid index'],
    ['an empty index', { op: 'add', path: '/b/', value: 1 }, 'invalid index'],
    ['the length of an array as an index', { op: 'add', path: '/b/length', value: 0 }, 'invalid index'],
    [
      'the end of an array, except for an addition',
      { op: 'replace', path: '/b/-', value: 1 },
      'invalid index',
    ],
    ['a way through the end of an array', { op: 'add', path: '/b/-/x', value: 1 }, 'invalid index'],
    ['an index past the last element', { op: 'remove', path: '/b/2' }, 'index out of range'],
    ['an addition past the end', { op: 'add', path: '/b/3', value: 1 }, 'index out of range'],
    ['a huge index', { op: 'add', path: `/b/${'9'.repeat(400)}`, value: 1 }, 'index out of range'],
    ['a move into itself', { op: 'move', from: '/b/0', path: '/b/0/x' }, 'cannot move a value into itself'],
    ['a move of all into a part', { op: 'move', from: '', path: '/x' }, 'cannot move a value into itself'],
    ['a removal of all', { op: 'remove', path: '' }, 'cannot remove the whole document'],
  ];
  test.each(refusals)('%s', (_name, operation, message) => {
    const document = freeze({ a: 1, b: [{}, {}] });
    const patch = [{ op: 'test', path: '/a', value: 1 }, operation as Operation] as const;
    expect(() => apply(document, patch)).toThrow(
      expect.objectContaining({ name: 'PatchError', index: 1, message: `operation 1: ${message}` }),
    );
  });

  test('the error has the index of the operation that failed', () => {
    const failing = () =>
      apply({ a: 1 }, [
        { op: 'remove', path: '/a' },
        { op: 'remove', path: '/a' },
      ]);
    expect(failing).toThrow(expect.objectContaining({ name: 'PatchError', index: 1 }));
    expect(failing).toThrow('operation 1: no value at this path');
  });

  test('a value that is not an operation is a PatchError, too', () => {
    expect(() => apply({}, [null as unknown as Operation])).toThrow(PatchError);
  });
});

describe('structural sharing', () => {
  const document = freeze({ view: { board: [[0], [1], [2]], score: { a: 1 } }, seats: [{ name: 'Ann' }] });

  test('parts that no operation touches stay the same objects', () => {
    const result = apply(document, [{ op: 'replace', path: '/view/board/1', value: [9] }]) as typeof document;
    expect(result.view.board).toEqual([[0], [9], [2]]);
    expect(result.seats).toBe(document.seats);
    expect(result.view.score).toBe(document.view.score);
    expect(result.view.board[0]).toBe(document.view.board[0]);
    expect(result.view.board[2]).toBe(document.view.board[2]);
  });

  test('a moved or copied value stays the same object', () => {
    const result = apply(document, [
      { op: 'copy', from: '/view/score', path: '/copied' },
      { op: 'move', from: '/seats/0', path: '/moved' },
    ]);
    expect(result).toEqual({ view: document.view, seats: [], copied: { a: 1 }, moved: { name: 'Ann' } });
    expect(result).toHaveProperty('copied', document.view.score);
    expect((result as { moved: Json }).moved).toBe(document.seats[0]);
  });

  test('a later change of a copy does not change the original', () => {
    const copied = apply(document, [
      { op: 'copy', from: '/view/score', path: '/copied' },
      { op: 'replace', path: '/copied/a', value: 2 },
    ]);
    expect(copied).toMatchObject({ view: { score: { a: 1 } }, copied: { a: 2 } });
  });

  test('an empty patch and a passed test return the same document object', () => {
    expect(apply(document, [])).toBe(document);
    expect(apply(document, [{ op: 'test', path: '/seats/0/name', value: 'Ann' }])).toBe(document);
  });
});

describe('own members only', () => {
  test('a member named __proto__ is added, replaced and removed as any other', () => {
    const added = apply({}, [{ op: 'add', path: '/__proto__', value: { admin: true } }]);
    expect(JSON.stringify(added)).toBe('{"__proto__":{"admin":true}}');
    expect(Object.getPrototypeOf(added)).toBe(Object.prototype);
    expect((added as { admin?: boolean }).admin).toBeUndefined();
    const changed = apply(added, [{ op: 'replace', path: '/__proto__/admin', value: false }]);
    expect(JSON.stringify(changed)).toBe('{"__proto__":{"admin":false}}');
    expect(JSON.stringify(apply(changed, [{ op: 'remove', path: '/__proto__' }]))).toBe('{}');
  });

  test.each(['/__proto__/x', '/constructor/prototype/x', '/toString/x', '/list/constructor/x'])(
    'an inherited object is never reached: %s',
    (path) => {
      const document = fromWire({ list: [] });
      expect(() => apply(document, [{ op: 'add', path, value: 1 }])).toThrow(PatchError);
      expect(({} as { x?: number }).x).toBeUndefined();
    },
  );

  test.each(['/__proto__', '/constructor'])('an inherited member cannot be copied or removed: %s', (from) => {
    expect(() => apply({}, [{ op: 'copy', from, path: '/x' }])).toThrow('no value at this path');
    expect(() => apply({}, [{ op: 'remove', path: from }])).toThrow('no value at this path');
    expect(() =>
      apply({}, [{ op: 'test', path: '', value: fromWire(JSON.parse('{"__proto__":{}}')) }]),
    ).toThrow('test failed');
  });
});
