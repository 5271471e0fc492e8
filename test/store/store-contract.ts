// The contract of Store. Each implementation runs it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/json.ts';
import { type AppendOutcome, FIRST_EPOCH, type Store } from '../../src/store/index.ts';

const room = 'room-1';

/** One writer of one room, as a room uses the port: it keeps its own epoch and expected revision. */
class Writer {
  readonly #store: Store;
  readonly #room: string;
  readonly epoch: number;
  expected: number;

  constructor(store: Store, { id = room, epoch = FIRST_EPOCH, expected = 0 } = {}) {
    this.#store = store;
    this.#room = id;
    this.epoch = epoch;
    this.expected = expected;
  }

  get #fence() {
    return { room: this.#room, epoch: this.epoch, expected: this.expected };
  }

  /** Appends without waiting, and continues as if it were stored already: this is how a room pipelines. */
  append(revision: number, event: Json = { at: revision }): Promise<AppendOutcome> {
    const outcome = new Promise<AppendOutcome>((settled) =>
      this.#store.append(this.#fence, { revision, event }, settled),
    );
    this.expected = revision;
    return outcome;
  }

  snapshot(revision: number): void {
    this.#store.snapshot(this.#fence, { revision, state: { upTo: revision } });
  }

  remove(): void {
    this.#store.remove(this.#fence);
  }
}

async function claimed(store: Store, id = room) {
  const stored = await store.claim(id);
  if (stored === null) throw new Error(`the store does not know ${id}`);
  return stored;
}

const revisionsOf = (stored: { readonly entries: readonly { readonly revision: number }[] }): number[] =>
  stored.entries.map(({ revision }) => revision);

/** A fresh store with `room` in it, at the revisions given. */
async function storeWith(make: () => Store | Promise<Store>, ...revisions: number[]) {
  const store = await make();
  const writer = new Writer(store);
  for (const revision of revisions) await writer.append(revision);
  return { store, writer };
}

/** Registers the contract for one implementation; `make` gives an empty store each time. */
export function storeContract(name: string, make: () => Store | Promise<Store>): void {
  describe(`${name}: append`, () => {
    test('the first entry, under FIRST_EPOCH, creates a room', async () => {
      const { store } = await storeWith(make, 1);
      expect(await store.rooms()).toEqual([room]);
      expect((await claimed(store)).entries).toEqual([{ revision: 1, event: { at: 1 } }]);
    });

    test('no room is created under another epoch, or in the middle of a log', async () => {
      const store = await make();
      expect(await new Writer(store, { epoch: FIRST_EPOCH + 1 }).append(1)).toBe('fenced');
      expect(await new Writer(store, { expected: 3 }).append(4)).toBe('fenced');
      expect(await store.rooms()).toEqual([]);
    });

    test('[R2] entries that were answered as stored are read in order, as they were written', async () => {
      const store = await make();
      const writer = new Writer(store);
      const events: Json[] = [{ deep: [1, { a: null }] }, 'text', 'ünïcødé \u2028 "quoted"', 4.25, [], {}];
      for (const [i, event] of events.entries()) expect(await writer.append(i + 1, event)).toBe('stored');
      expect((await claimed(store)).entries.map(({ event }) => event)).toEqual(events);
    });

    test('revisions may leave gaps', async () => {
      const { store } = await storeWith(make, 1, 2, 7, 30);
      expect(revisionsOf(await claimed(store))).toEqual([1, 2, 7, 30]);
    });

    test('a revision that does not rise is fenced, and creates no room', async () => {
      const { store, writer } = await storeWith(make, 1, 5);
      expect(await writer.append(5)).toBe('fenced');
      expect(await writer.append(4)).toBe('fenced');
      expect(await new Writer(store, { id: 'other' }).append(0)).toBe('fenced');
      expect(await store.rooms()).toEqual([room]);
      expect(revisionsOf(await claimed(store))).toEqual([1, 5]);
    });

    test('an append that expects a different end of the log is fenced', async () => {
      const { store } = await storeWith(make, 1, 2, 3);
      expect(await new Writer(store, { expected: 2 }).append(4)).toBe('fenced');
      expect(await new Writer(store, { expected: 4 }).append(5)).toBe('fenced');
      expect(await new Writer(store).append(1)).toBe('fenced');
      expect(revisionsOf(await claimed(store))).toEqual([1, 2, 3]);
    });

    test('appends that do not wait for each other are settled in order, each once', async () => {
      const store = await make();
      const writer = new Writer(store);
      const order: number[] = [];
      const outcomes = [1, 2, 3, 4, 5].map((revision) =>
        writer.append(revision).then((outcome) => {
          order.push(revision);
          return outcome;
        }),
      );
      expect(await Promise.all(outcomes)).toEqual(['stored', 'stored', 'stored', 'stored', 'stored']);
      expect(order).toEqual([1, 2, 3, 4, 5]);
    });

    test('[T8] an append that is sent again is stored once', async () => {
      const { store } = await storeWith(make, 1);
      const outcomes = [1, 2, 3].map(() => new Writer(store, { expected: 1 }).append(2));
      expect(await Promise.all(outcomes)).toEqual(['stored', 'fenced', 'fenced']);
      expect(revisionsOf(await claimed(store))).toEqual([1, 2]);
    });

    test('appends that are pipelined behind a fenced append are fenced, too', async () => {
      const { store, writer } = await storeWith(make, 1);
      await claimed(store);
      expect(await Promise.all([writer.append(2), writer.append(3)])).toEqual(['fenced', 'fenced']);
      expect(revisionsOf(await claimed(store))).toEqual([1]);
    });

    test('an id may be any text, such as the name of an inherited property', async () => {
      const store = await make();
      const ids = ['__proto__', 'constructor', "'; --", 'zoë', ' '];
      for (const id of ids) expect(await new Writer(store, { id }).append(1, id)).toBe('stored');
      for (const id of ids) expect((await claimed(store, id)).entries[0]?.event).toBe(id);
    });

    test('an event may be large', async () => {
      const store = await make();
      const event = { text: 'x'.repeat(1_000_000) };
      expect(await new Writer(store).append(1, event)).toBe('stored');
      expect((await claimed(store)).entries).toEqual([{ revision: 1, event }]);
    });

    test('rooms do not fence each other', async () => {
      const store = await make();
      const writers = ['a', 'b'].map((id) => new Writer(store, { id }));
      for (const writer of writers) expect(await writer.append(1)).toBe('stored');
      await claimed(store, 'a');
      expect(await writers[0]?.append(2)).toBe('fenced');
      expect(await writers[1]?.append(2)).toBe('stored');
    });
  });

  describe(`${name}: claim`, () => {
    test('an unknown room is null, and stays unknown', async () => {
      const store = await make();
      expect(await store.claim(room)).toBeNull();
      expect(await store.rooms()).toEqual([]);
    });

    test('each claim has a higher epoch than all before, also when two are made at once', async () => {
      const { store } = await storeWith(make, 1);
      const epochs = (await Promise.all([claimed(store), claimed(store)])).map(({ epoch }) => epoch);
      const later = (await claimed(store)).epoch;
      expect(Math.min(...epochs)).toBeGreaterThan(FIRST_EPOCH);
      expect(new Set(epochs).size).toBe(2);
      expect(later).toBeGreaterThan(Math.max(...epochs));
    });

    test('[R1] after a claim the old writer stays fenced, and the new one writes', async () => {
      const { store, writer: old } = await storeWith(make, 1, 2);
      const { epoch } = await claimed(store);
      const next = new Writer(store, { epoch, expected: 2 });
      expect(await old.append(3)).toBe('fenced');
      expect(await next.append(3, 'new')).toBe('stored');
      expect(await old.append(4)).toBe('fenced');
      expect((await claimed(store)).entries.at(-1)).toEqual({ revision: 3, event: 'new' });
    });

    test('what a claim has read does not change with later appends', async () => {
      const { store } = await storeWith(make, 1, 2);
      const read = await claimed(store);
      await new Writer(store, { epoch: read.epoch, expected: 2 }).append(3);
      expect(revisionsOf(read)).toEqual([1, 2]);
    });

    test('an append that is under way when the room is claimed is either read or fenced', async () => {
      const { store, writer } = await storeWith(make, 1);
      const [outcome, read] = await Promise.all([writer.append(2), claimed(store)]);
      expect(revisionsOf(read)).toEqual(outcome === 'stored' ? [1, 2] : [1]);
    });
  });

  describe(`${name}: snapshot, remove, rooms`, () => {
    test('a snapshot replaces the log up to its revision; the rest is read after it', async () => {
      const { store, writer } = await storeWith(make, 1, 2, 5, 6);
      writer.snapshot(5);
      const read = await claimed(store);
      expect(read.snapshot).toEqual({ revision: 5, state: { upTo: 5 } });
      expect(revisionsOf(read)).toEqual([6]);
    });

    test('a log that a snapshot replaced completely continues where it ended', async () => {
      const { store, writer } = await storeWith(make, 1, 2);
      writer.snapshot(2);
      expect(await writer.append(3)).toBe('stored');
      const read = await claimed(store);
      expect([read.snapshot?.revision, ...revisionsOf(read)]).toEqual([2, 3]);
    });

    test('a snapshot that is fenced, past the end of the log, or behind an earlier one is ignored', async () => {
      const { store, writer } = await storeWith(make, 1, 2, 3);
      writer.snapshot(4);
      expect((await claimed(store)).snapshot).toBeNull();
      writer.snapshot(3);
      const { epoch, snapshot } = await claimed(store);
      expect(snapshot).toBeNull();
      const current = new Writer(store, { epoch, expected: 3 });
      current.snapshot(2);
      current.snapshot(1);
      const read = await claimed(store);
      expect([read.snapshot?.revision, ...revisionsOf(read)]).toEqual([2, 3]);
    });

    test('[R10] a removed room is gone, and its writer is fenced', async () => {
      const { store, writer } = await storeWith(make, 1, 2);
      writer.remove();
      expect(await store.rooms()).toEqual([]);
      expect(await store.claim(room)).toBeNull();
      expect(await writer.append(3)).toBe('fenced');
    });

    test('a removed room leaves nothing to a later room with its id', async () => {
      const { store, writer } = await storeWith(make, 1, 2, 3);
      writer.snapshot(2);
      writer.remove();
      expect(await new Writer(store).append(1, 'new')).toBe('stored');
      const { snapshot, entries } = await claimed(store);
      expect({ snapshot, entries }).toEqual({ snapshot: null, entries: [{ revision: 1, event: 'new' }] });
    });

    test('a fenced removal removes nothing', async () => {
      const { store, writer } = await storeWith(make, 1, 2);
      new Writer(store, { expected: 1 }).remove();
      await claimed(store);
      writer.remove();
      expect(await store.rooms()).toEqual([room]);
    });

    test('rooms lists every room once', async () => {
      const store = await make();
      for (const id of ['a', 'b', 'c']) await new Writer(store, { id }).append(1);
      await claimed(store, 'b');
      expect((await store.rooms()).toSorted()).toEqual(['a', 'b', 'c']);
    });

    test('roomIndex finds the texts under a key at any depth, in entries and snapshots, and no others', async () => {
      const store = await make();
      const odd = 'a "quoted\\" név';
      await new Writer(store, { id: 'a' }).append(1, { player: 'ann', deep: [{ code: odd }], other: 'no' });
      const writer = new Writer(store, { id: 'b' });
      await writer.append(1, { note: '"player":"fake"', player: null });
      store.snapshot(
        { room: 'b', epoch: FIRST_EPOCH, expected: 1 },
        { revision: 1, state: { seats: [{ player: 'ann' }, { player: 'bob' }] } },
      );
      await writer.append(2, { players: 'no' });
      const named = (await store.roomIndex(['player', 'code'])).map((entry) => entry.join(' in '));
      expect([...new Set(named)].sort()).toEqual([`${odd} in a`, 'ann in a', 'ann in b', 'bob in b']);
    });

    test('close settles the appends that are under way', async () => {
      const store = await make();
      const outcome = new Writer(store).append(1);
      await store.close();
      expect(await outcome).toBe('stored');
    });
  });

  test(`[R2] ${name}: when writers race, the log is what was answered as stored`, async () => {
    const store = await make();
    let runs = 0;
    const step = fc.record({ writer: fc.nat({ max: 2 }), act: fc.constantFrom('append', 'append', 'claim') });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const id = `raced-${runs++}`;
        const writers = [0, 1, 2].map(() => new Writer(store, { id }));
        const accepted: string[] = [];
        for (const [i, { writer: index, act }] of steps.entries()) {
          const writer = writers[index];
          const read = act === 'claim' ? await store.claim(id) : null;
          if (read !== null) {
            const expected = read.entries.at(-1)?.revision ?? 0;
            writers[index] = new Writer(store, { id, epoch: read.epoch, expected });
          } else if (
            writer !== undefined &&
            (await writer.append(writer.expected + 1, `${i}`)) === 'stored'
          ) {
            accepted.push(`${i}`);
          }
        }
        const log = (await store.claim(id))?.entries.map(({ event }) => event) ?? [];
        expect(log).toEqual(accepted);
      }),
    );
  });
}
