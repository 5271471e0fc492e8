import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EncodedRevision, History, messageFor } from '../../src/delivery/history.ts';

const told = (revision: number, size = 10): EncodedRevision => ({ revision, messages: 'x'.repeat(size) });

function filled(from: number, to: number, size?: number): History {
  const history = new History();
  for (let revision = from; revision <= to; revision += 1) history.push(told(revision, size));
  return history;
}

describe('the history', () => {
  test('[R3] what came after a revision is all of it, in order, or nothing', () => {
    const history = filled(5, 9);
    expect(history.after(6)?.map(({ revision }) => revision)).toEqual([7, 8, 9]);
    expect(history.after(4)?.map(({ revision }) => revision)).toEqual([5, 6, 7, 8, 9]);
    expect(history.after(9)).toEqual([]);
    expect(history.after(3)).toBeUndefined();
    expect(new History().after(0)).toBeUndefined();
  });

  test('one revision is found by its number, others are not', () => {
    const history = filled(5, 9);
    expect(history.at(7)?.revision).toBe(7);
    for (const revision of [4, 10, 0, -1]) expect(history.at(revision)).toBeUndefined();
    expect(new History().at(1)).toBeUndefined();
  });

  test('it holds 64 revisions and no more', () => {
    const history = filled(1, 100);
    expect(history.after(36)).toHaveLength(64);
    expect(history.after(35)).toBeUndefined();
  });

  test('it holds 16,384 characters and no more, all viewpoints counted', () => {
    const history = filled(1, 20, 4096);
    expect(history.after(16)).toHaveLength(4);
    expect(history.after(15)).toBeUndefined();
    const messages = new Map([
      [null, 'x'.repeat(300)],
      [0, 'x'.repeat(8000)],
      [1, 'x'.repeat(8000)],
    ]);
    history.push({ revision: 21, messages });
    expect(history.after(20)).toHaveLength(1);
    expect(history.after(19)).toBeUndefined();
  });

  test('one revision that is too big alone is not kept, and those after it are', () => {
    const history = filled(1, 3);
    history.push(told(4, 20_000));
    expect(history.after(3)).toBeUndefined();
    history.push(told(5));
    expect(history.after(4)).toHaveLength(1);
    expect(history.after(3)).toBeUndefined();
  });

  test('cleared, it knows nothing', () => {
    const history = filled(1, 3);
    history.clear();
    expect([history.after(2), history.at(3)]).toEqual([undefined, undefined]);
  });

  test('[R3] whatever went in, what comes out has no gap and ends with the last', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(sizes, fc.nat(130), (all, asked) => {
        const history = new History();
        for (const [index, size] of all.entries()) history.push(told(index + 1, size));
        const found = history.after(asked);
        if (asked > all.length) return;
        if (found === undefined) {
          expect(
            all.slice(asked).reduce((sum, size) => sum + size, 0) > 16_384 || all.length - asked > 64,
          ).toBe(true);
        } else {
          expect(found.map(({ revision }) => revision)).toEqual(
            Array.from({ length: all.length - asked }, (_, index) => asked + index + 1),
          );
        }
      }),
    );
  });
});

test('[R7] the message of a viewpoint is its own, and of one where nobody was told there is none', () => {
  const secretive: EncodedRevision = { revision: 1, messages: new Map([[1, 'one']]) };
  expect([null, 0, 1].map((seat) => messageFor(secretive, seat))).toEqual([undefined, undefined, 'one']);
  const watched: EncodedRevision = { revision: 1, messages: new Map([[null, 'they']]) };
  expect([null, 1].map((seat) => messageFor(watched, seat))).toEqual(['they', undefined]);
  expect([null, 0].map((seat) => messageFor({ revision: 1, messages: 'all' }, seat))).toEqual(['all', 'all']);
});
