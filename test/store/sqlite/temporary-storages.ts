// Temporary folders and the storages in them. Everything that a test opens is closed and deleted after it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { defaultConfig, type StoreConfig } from '../../../src/store/sqlite/schema.ts';
import { openWithConfig, type SqliteOptions } from '../../../src/store/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../src/store/storage.ts';

/** Without fsync. A check whose subject is durability takes `defaultConfig`, or a process of its own (appender.ts). */
export const fastConfig: StoreConfig = {
  ...defaultConfig,
  pragmas: [...defaultConfig.pragmas, 'synchronous = OFF'],
};

export type TemporaryStorages = {
  folder(): string;
  /** Opens a storage in a new folder, unless one is given. `config` replaces parts of `fastConfig`. */
  open(options?: Partial<SqliteOptions>, config?: Partial<StoreConfig>): Promise<Storage>;
};

/** Call it once a test file. */
export function temporaryStorages(): TemporaryStorages {
  const folders: string[] = [];
  const opened: Storage[] = [];

  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const folder = (): string => {
    const made = newFolder();
    folders.push(made);
    return made;
  };
  const open: TemporaryStorages['open'] = async (options = {}, config = {}) => {
    const storage = await openWithConfig({ folder: folder(), ...options }, { ...fastConfig, ...config });
    opened.push(storage);
    return storage;
  };
  return { folder, open };
}

/**
 * One storage for all tests of a file that need an empty one: a thread for each of them takes longer than the tests.
 * Each call empties it through its own ports; where a test has closed it, another is opened.
 */
export function sharedStorage(config: Partial<StoreConfig> = {}): () => Promise<Storage> {
  let current: { readonly storage: Storage; readonly folder: string } | null = null;

  const discard = async (): Promise<void> => {
    await current?.storage.close();
    if (current !== null) rmSync(current.folder, { recursive: true, force: true });
    current = null;
  };
  afterAll(discard);

  return async () => {
    if (current !== null && !(await isEmptied(current.storage))) await discard();
    if (current === null) {
      const folder = newFolder();
      current = { storage: await openWithConfig({ folder }, { ...fastConfig, ...config }), folder };
    }
    return current.storage;
  };
}

/** Deletes everything that is stored. False where that is not possible: the storage was closed, or it is at fault. */
async function isEmptied({ rooms, sessions, matches }: Storage): Promise<boolean> {
  try {
    for (const room of await rooms.rooms()) {
      const stored = await rooms.claim(room);
      const expected = stored?.entries.at(-1)?.revision ?? stored?.snapshot?.revision ?? 0;
      rooms.remove({ room, epoch: stored?.epoch ?? 0, expected });
    }
    await Promise.all([sessions.prune(Number.MAX_SAFE_INTEGER), matches.prune(Number.MAX_SAFE_INTEGER)]);
    return (await rooms.rooms()).length === 0;
  } catch {
    return false;
  }
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'turnkeeper-store-'));
}
