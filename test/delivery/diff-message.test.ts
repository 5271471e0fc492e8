import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffMessages, documentFor } from '../../src/delivery/diff-message.ts';
import { messageFor } from '../../src/delivery/history.ts';
import type { Json } from '../../src/json.ts';
import { apply, type Patch } from '../../src/patch/index.ts';
import { frame, type RoomDocument } from '../../src/protocol/index.ts';
import type { RoomViews } from '../../src/room/index.ts';

/** So much changes at once that saying each change would take longer than saying all. */
const upheaval: Partial<RoomDocument> = {
  ...{ game: 'h', code: 'XYZ789', visibility: 'private', options: 1, status: 'finished', match: 2 },
  ...{ seats: [null], spectators: 1, deadlines: [{ name: 'd', at: 1 }], rematch: [0] },
};

function picture(view: Json, secrets: readonly Json[] = [], changed: Partial<RoomDocument> = {}): RoomViews {
  const shared: RoomDocument = {
    ...{ game: 'g', code: 'ABC234', visibility: 'public', options: {}, status: 'playing', match: 1 },
    ...{ seats: [null, null], spectators: 0, mine: null, deadlines: [], outcome: null, rematch: [] },
    view,
    ...changed,
  };
  return { shared, secrets };
}

const step = (before: RoomViews, next: RoomViews, viewpoints: readonly (number | null)[] | null = null) => ({
  ...{ room: JSON.stringify('r"1'), revision: 7, before, next, viewpoints },
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
  const told = diffMessages(step(picture(1), picture(2)));
  expect(told.revision).toBe(7);
  expect(read(messageFor(told, null))).toEqual({
    room: 'r"1',
    revision: 7,
    ops: [{ op: 'replace', path: '/view', value: 2 }],
  });
});

test('[R3] where the operations are larger than the document, the document is sent', () => {
  const next = picture(2, [], upheaval);
  expect(read(messageFor(diffMessages(step(picture(1), next)), null))).toEqual({
    ...{ room: 'r"1', revision: 7 },
    document: next.shared,
  });
  const few = diffMessages(step(picture(1), picture(2, [], { match: 2, spectators: 3 })));
  expect(read(messageFor(few, null)).ops).toHaveLength(3);
});

test('[R7] a document in place of a diff holds the secrets of its own seat alone', () => {
  const secrets = ['a', 'b'];
  const next = picture(2, secrets, upheaval);
  const told = diffMessages(step(picture(1, secrets), next, [0, null, 1, 1, null]));
  const documentOf = (viewpoint: number | null) => read(messageFor(told, viewpoint)).document;
  expect(documentOf(null)).toEqual({ ...next.shared, mine: null });
  expect(documentOf(0)).toEqual({ ...next.shared, mine: 'a' });
  expect(documentOf(1)).toEqual({ ...next.shared, mine: 'b' });
});

test('there is one message where viewpoints do not differ, and none for a viewpoint that nobody has', () => {
  expect(diffMessages(step(picture(1), picture(2))).messages).toBeTypeOf('string');
  const secretive = diffMessages(step(picture(1, ['a', 'b']), picture(2, ['a', 'b']), [1]));
  expect([null, 0].map((viewpoint) => messageFor(secretive, viewpoint))).toEqual([undefined, undefined]);
  expect(messageFor(secretive, 1)).toBeTypeOf('string');
});

test('[R3] [R7] whatever changes, each viewpoint gets from its document to the next, and nothing larger', () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const shown = fc.tuple(json, json, json).map(([view, a, b]) => picture(view, [a, b]));
  fc.assert(
    fc.property(shown, shown, (before, next) => {
      const told = diffMessages(step(before, next, [null, 0, 1]));
      for (const seat of [null, 0, 1]) {
        const text = messageFor(told, seat);
        const { ops, document } = read(text);
        const wanted = JSON.parse(JSON.stringify(documentFor(next, seat))) as Json;
        expect(document ?? apply(documentFor(before, seat) as Json, ops ?? [])).toEqual(wanted);
        expect((text ?? '').length - AROUND).toBeLessThan(JSON.stringify(wanted).length + 60);
      }
    }),
  );
});
