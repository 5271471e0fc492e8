import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffMessages, documentFor } from '../../src/delivery/diff-message.ts';
import type { Json } from '../../src/json.ts';
import { apply, type Patch } from '../../src/patch/index.ts';
import { frame, type RoomDocument } from '../../src/protocol/index.ts';
import type { Picture } from '../../src/room/index.ts';

/** So much changes at once that saying each change would take longer than saying all. */
const upheaval: Partial<RoomDocument> = {
  ...{ game: 'h', code: 'XYZ789', visibility: 'private', options: 1, status: 'finished', match: 2 },
  ...{ seats: [null], spectators: 1, deadlines: [{ name: 'd', at: 1 }], rematch: [0] },
};

function picture(view: Json, secrets: readonly Json[] = [], changed: Partial<RoomDocument> = {}): Picture {
  const shared: RoomDocument = {
    ...{ game: 'g', code: 'ABC234', visibility: 'public', options: {}, status: 'playing', match: 1 },
    ...{ seats: [null, null], spectators: 0, mine: null, deadlines: [], outcome: null, rematch: [] },
    view,
    ...changed,
  };
  return { shared, secrets };
}

const step = (before: Picture, next: Picture, seats: readonly number[] | null = null) => ({
  ...{ room: JSON.stringify('r"1'), revision: 7, before, next, seats },
});

/** What a message has around its payload. */
const AROUND = frame('diff', '').length;

type Payload = { room: string; revision: number; ops?: Patch; document?: Json };
function read(text: string | undefined): Payload {
  const { type, payload } = JSON.parse(text ?? '') as { type: string; payload: Payload };
  expect(type).toBe('diff');
  return payload;
}

test('a diff names its room and its revision', () => {
  const { revision, spectators } = diffMessages(step(picture(1), picture(2)));
  expect(revision).toBe(7);
  expect(read(spectators)).toEqual({
    room: 'r"1',
    revision: 7,
    ops: [{ op: 'replace', path: '/view', value: 2 }],
  });
});

test('[R3] where the operations are larger than the document, the document is sent', () => {
  const next = picture(2, [], upheaval);
  expect(read(diffMessages(step(picture(1), next)).spectators)).toEqual({
    ...{ room: 'r"1', revision: 7 },
    document: next.shared,
  });
  const few = diffMessages(step(picture(1), picture(2, [], { match: 2, spectators: 3 })));
  expect(read(few.spectators).ops).toHaveLength(3);
});

test('[R7] a document in place of a diff holds the secrets of its own seat alone', () => {
  const secrets = ['a', 'b'];
  const next = picture(2, secrets, upheaval);
  const told = diffMessages(step(picture(1, secrets), next, [0, 1, 1]));
  expect(read(told.spectators).document).toEqual({ ...next.shared, mine: null });
  expect([...(told.seats ?? [])].map(([seat, text]) => [seat, read(text).document])).toEqual([
    [0, { ...next.shared, mine: 'a' }],
    [1, { ...next.shared, mine: 'b' }],
  ]);
});

test('where viewpoints do not differ, there is one message', () => {
  expect(diffMessages(step(picture(1), picture(2), null)).seats).toBeNull();
});

test('[R3] [R7] whatever changes, each viewpoint gets from its document to the next, and nothing larger', () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const shown = fc.tuple(json, json, json).map(([view, a, b]) => picture(view, [a, b]));
  fc.assert(
    fc.property(shown, shown, (before, next) => {
      const told = diffMessages(step(before, next, [0, 1]));
      for (const seat of [null, 0, 1]) {
        const text = seat === null ? told.spectators : told.seats?.get(seat);
        const { ops, document } = read(text);
        const wanted = JSON.parse(JSON.stringify(documentFor(next, seat))) as Json;
        expect(document ?? apply(documentFor(before, seat) as Json, ops ?? [])).toEqual(wanted);
        expect((text ?? '').length - AROUND).toBeLessThan(JSON.stringify(wanted).length + 60);
      }
    }),
  );
});
