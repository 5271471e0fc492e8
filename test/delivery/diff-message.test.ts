import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffMessages, documentFor } from '../../src/delivery/diff-message.ts';
import { messageFor } from '../../src/delivery/history.ts';
import type { Json } from '../../src/json.ts';
import { apply, type Patch } from '../../src/patch/index.ts';
import { frame, type RoomDocument } from '../../src/protocol/index.ts';
import type { RoomViews } from '../../src/room/index.ts';

/** With these changes, the operations are larger than the document. */
const manyChanges: Partial<RoomDocument> = {
  ...{ game: 'h', code: 'XYZ789', visibility: 'private', options: 1, status: 'finished', match: 2 },
  ...{ seats: [null], spectators: 1, deadlines: [{ name: 'd', at: 1 }], rematch: [0] },
};

function viewsOf(view: Json, secrets: readonly Json[] = [], changed: Partial<RoomDocument> = {}): RoomViews {
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

/** The number of characters around the payload of a message. */
const AROUND = frame('diff', '').length;

type Payload = { room: string; revision: number; ops?: Patch; document?: Json };
function read(text: string | undefined): Payload {
  const { type, payload } = JSON.parse(text ?? '') as { type: string; payload: Payload };
  expect(type).toBe('diff');
  return payload;
}

test('a diff holds its room and revision', () => {
  const encoded = diffMessages(step(viewsOf(1), viewsOf(2)));
  expect(encoded.revision).toBe(7);
  expect(read(messageFor(encoded, null))).toEqual({
    room: 'r"1',
    revision: 7,
    ops: [{ op: 'replace', path: '/view', value: 2 }],
  });
});

test('[R3] the document is sent when the operations are larger', () => {
  const next = viewsOf(2, [], manyChanges);
  expect(read(messageFor(diffMessages(step(viewsOf(1), next)), null))).toEqual({
    ...{ room: 'r"1', revision: 7 },
    document: next.shared,
  });
  const few = diffMessages(step(viewsOf(1), viewsOf(2, [], { match: 2, spectators: 3 })));
  expect(read(messageFor(few, null)).ops).toHaveLength(3);
});

test('[R7] a document sent instead of a diff holds the secrets of its own seat only', () => {
  const secrets = ['a', 'b'];
  const next = viewsOf(2, secrets, manyChanges);
  const encoded = diffMessages(step(viewsOf(1, secrets), next, [0, null, 1, 1, null]));
  const documentOf = (viewpoint: number | null) => read(messageFor(encoded, viewpoint)).document;
  expect(documentOf(null)).toEqual({ ...next.shared, mine: null });
  expect(documentOf(0)).toEqual({ ...next.shared, mine: 'a' });
  expect(documentOf(1)).toEqual({ ...next.shared, mine: 'b' });
});

test('all viewpoints share one message when they do not differ, and a viewpoint without members gets none', () => {
  expect(diffMessages(step(viewsOf(1), viewsOf(2))).messages).toBeTypeOf('string');
  const secretive = diffMessages(step(viewsOf(1, ['a', 'b']), viewsOf(2, ['a', 'b']), [1]));
  expect([null, 0].map((viewpoint) => messageFor(secretive, viewpoint))).toEqual([undefined, undefined]);
  expect(messageFor(secretive, 1)).toBeTypeOf('string');
});

test('[R3] [R7] after any change, the message takes each viewpoint to its next document and is not larger than it', () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const shown = fc.tuple(json, json, json).map(([view, a, b]) => viewsOf(view, [a, b]));
  fc.assert(
    fc.property(shown, shown, (before, next) => {
      const encoded = diffMessages(step(before, next, [null, 0, 1]));
      for (const seat of [null, 0, 1]) {
        const text = messageFor(encoded, seat);
        const { ops, document } = read(text);
        const expected = JSON.parse(JSON.stringify(documentFor(next, seat))) as Json;
        expect(document ?? apply(documentFor(before, seat) as Json, ops ?? [])).toEqual(expected);
        expect((text ?? '').length - AROUND).toBeLessThan(JSON.stringify(expected).length + 60);
      }
    }),
  );
});
