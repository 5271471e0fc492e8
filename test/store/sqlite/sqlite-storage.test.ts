import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AppendOutcome, MemoryStore, type Store } from '../../../src/store/index.ts';
import { matchArchiveContract } from '../match-archive-contract.ts';
import { sessionStoreContract } from '../session-store-contract.ts';
import { storeContract } from '../store-contract.ts';
import { sharedStorage, temporaryStorages } from './temporary-storages.ts';

const { open, folder } = temporaryStorages();
const shared = sharedStorage();
const checkpointed = sharedStorage({ checkpoint: { bytes: 0, ms: 0, rows: 1 } });

storeContract('[T22] SqliteStore', async () => (await shared()).rooms);
storeContract(
  '[T22] SqliteStore with a checkpoint after each commit',
  async () => (await checkpointed()).rooms,
);
sessionStoreContract('[T22] SQLite', async () => (await shared()).sessions);
matchArchiveContract('[T22] SQLite', async () => (await shared()).matches);

const number = fc.nat({ max: 4 });
const fence = { epoch: number, expected: number, revision: number };
const call = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('append' as const), ...fence }) },
  fc.record({ act: fc.constant('snapshot' as const), ...fence }),
  fc.record({ act: fc.constant('remove' as const), ...fence }),
  fc.record({ act: fc.constant('claim' as const) }),
);
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

/** The answers of a store to these calls, which are made without waiting. */
async function historyOf(store: Store, room: string, calls: readonly Call[]): Promise<unknown[]> {
  const answers = calls.map((call, i) => {
    if (call.act === 'claim') return store.claim(room);
    const { act, epoch, expected, revision } = call;
    if (act === 'remove') return store.remove({ room, epoch, expected });
    if (act === 'snapshot') return store.snapshot({ room, epoch, expected }, { revision, state: i });
    return new Promise<AppendOutcome>((settled) =>
      store.append({ room, epoch, expected }, { revision, event: i }, settled),
    );
  });
  return [...(await Promise.all(answers)), await store.claim(room)];
}

test('[T22] any calls get the same answers from SQLite as from memory', async () => {
  const [{ rooms }, memory] = [await shared(), new MemoryStore()];
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 40 }), async (calls) => {
      const room = `room-${runs++}`;
      expect(await historyOf(rooms, room, calls)).toEqual(await historyOf(memory, room, calls));
    }),
    { numRuns: 500 },
  );
});

test('everything is there after the storage is closed and opened again', async () => {
  const place = { folder: folder() };
  const first = await open(place);
  const fence = { room: 'r', epoch: 1, expected: 0 };
  const outcome = await new Promise((settled) =>
    first.rooms.append(fence, { revision: 1, event: 'e' }, settled),
  );
  const session = { player: 'ann', name: 'Ann', hash: Uint8Array.from([1]), seenAt: 5 };
  await first.sessions.save(session);
  await first.close();

  const second = await open(place);
  expect(outcome).toBe('stored');
  expect(await second.rooms.claim('r')).toEqual({
    epoch: 2,
    snapshot: null,
    entries: [{ revision: 1, event: 'e' }],
  });
  expect(await second.sessions.load('ann')).toEqual(session);
});

test('a closed storage refuses every call', async () => {
  const storage = await open();
  await Promise.all([storage.close(), storage.close(), storage.rooms.close()]);
  const fence = { room: 'r', epoch: 1, expected: 0 };
  const outcome = await new Promise((settled) =>
    storage.rooms.append(fence, { revision: 1, event: 'e' }, settled),
  );
  expect(outcome).toBe('failed');
  await expect(storage.rooms.claim('r')).rejects.toMatchObject({ code: 'CLOSED' });
});
