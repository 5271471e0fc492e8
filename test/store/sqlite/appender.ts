// A program that appends as fast as it gets `stored`, and prints each entry that is stored.
import { writeSync } from 'node:fs';
import { type Store, StoreError } from '../../../src/store/index.ts';
import { defaultConfig } from '../../../src/store/sqlite/schema.ts';
import { openWithConfig } from '../../../src/store/sqlite/sqlite-storage.ts';

export type AppenderArgument = {
  readonly folder: string;
  readonly rooms: number;
  /** Entries for each room; endless by default. */
  readonly count?: number;
  /** Replaces the product's setting. */
  readonly synchronous?: string;
};

/** A snapshot after this many entries, so that kills hit snapshots, too. */
const ENTRIES_A_SNAPSHOT = 8;

const {
  folder,
  rooms,
  count = Infinity,
  synchronous = 'FULL',
}: AppenderArgument = JSON.parse(process.argv[2] ?? '');
const pragmas = [...defaultConfig.pragmas, `synchronous = ${synchronous}`];

try {
  const storage = await openWithConfig({ folder }, { ...defaultConfig, pragmas });
  const ids = Array.from({ length: rooms }, (_, i) => `room-${i}`);
  await Promise.all(ids.map((id) => appendTo(storage.rooms, id)));
  await storage.close();
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}

async function appendTo(store: Store, room: string): Promise<void> {
  const stored = await store.claim(room);
  const epoch = stored?.epoch ?? 1;
  let last = stored?.entries.at(-1)?.revision ?? stored?.snapshot?.revision ?? 0;
  for (const end = last + count; last < end; last++) {
    const fence = { room, epoch, expected: last };
    const entry = { revision: last + 1, event: `${room}:${last + 1}` };
    const outcome = await new Promise((settled) => store.append(fence, entry, settled));
    if (outcome !== 'stored') throw new Error(`${room} ${entry.revision}: ${outcome}`);
    // Written at once: a kill right after must not lose the line.
    writeSync(1, `${room} ${entry.revision}\n`);
    if (entry.revision % ENTRIES_A_SNAPSHOT === 0) {
      store.snapshot({ ...fence, expected: entry.revision }, { revision: entry.revision, state: room });
    }
  }
}
