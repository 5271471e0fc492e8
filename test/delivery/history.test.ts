import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EncodedRevision, History, messageFor } from '../../src/delivery/history.ts';

const encoded = (revision: number, size = 10): EncodedRevision => ({ revision, messages: 'x'.repeat(size) });

function filled(from: number, to: number, size?: number): History {
  const history = new History();
  for (let revision = from; revision <= to; revision += 1) history.push(encoded(revision, size));
  return history;
}

describe('the history', () => {
  test('[R3] returns all revisions after one, in order, or undefined', () => {
    const history = filled(5, 9);
    expect(history.after(6)?.map(({ revision }) => revision)).toEqual([7, 8, 9]);
    expect(history.after(4)?.map(({ revision }) => revision)).toEqual([5, 6, 7, 8, 9]);
    expect(history.after(9)).toEqual([]);
    expect(history.after(3)).toBeUndefined();
    expect(new History().after(0)).toBeUndefined();
  });

  test('finds a revision by its number', () => {
    const history = filled(5, 9);
    expect(history.at(7)?.revision).toBe(7);
    for (const revision of [4, 10, 0, -1]) expect(history.at(revision)).toBeUndefined();
    expect(new History().at(1)).toBeUndefined();
  });

  test('holds at most 64 revisions', () => {
    const history = filled(1, 100);
    expect(history.after(36)).toHaveLength(64);
    expect(history.after(35)).toBeUndefined();
  });

  test('holds at most 16,384 characters over all viewpoints', () => {
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

  test('does not keep a revision above the limit, but keeps later ones', () => {
    const history = filled(1, 3);
    history.push(encoded(4, 20_000));
    expect(history.after(3)).toBeUndefined();
    history.push(encoded(5));
    expect(history.after(4)).toHaveLength(1);
    expect(history.after(3)).toBeUndefined();
  });

  test('is empty after clear', () => {
    const history = filled(1, 3);
    history.clear();
    expect([history.after(2), history.at(3)]).toEqual([undefined, undefined]);
  });

  test('[R3] returns revisions without a gap up to the last, for any sizes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(sizes, fc.nat(130), (all, from) => {
        const history = new History();
        for (const [index, size] of all.entries()) history.push(encoded(index + 1, size));
        const found = history.after(from);
        if (from > all.length) return;
        if (found === undefined) {
          expect(
            all.slice(from).reduce((sum, size) => sum + size, 0) > 16_384 || all.length - from > 64,
          ).toBe(true);
        } else {
          expect(found.map(({ revision }) => revision)).toEqual(
            Array.from({ length: all.length - from }, (_, index) => from + index + 1),
          );
        }
      }),
    );
  });
});

test('[R7] a viewpoint gets its own message, and undefined where none was encoded for it', () => {
  const secretive: EncodedRevision = { revision: 1, messages: new Map([[1, 'one']]) };
  expect([null, 0, 1].map((seat) => messageFor(secretive, seat))).toEqual([undefined, undefined, 'one']);
  const watched: EncodedRevision = { revision: 1, messages: new Map([[null, 'they']]) };
  expect([null, 1].map((seat) => messageFor(watched, seat))).toEqual(['they', undefined]);
  expect([null, 0].map((seat) => messageFor({ revision: 1, messages: 'all' }, seat))).toEqual(['all', 'all']);
});
