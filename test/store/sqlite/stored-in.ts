// Temporary folders and the storages in them: everything a test opens is closed and gone after it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { defaultConfig, type StoreConfig } from '../../../src/store/sqlite/schema.ts';
import { openWithConfig, type SqliteOptions } from '../../../src/store/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../src/store/storage.ts';

export type Storing = {
  folder(): string;
  /** In a folder of its own unless told. `config` replace the product's, one by one. */
  open(options?: Partial<SqliteOptions>, config?: Partial<StoreConfig>): Promise<Storage>;
};

/** Call it once a test file. */
export function storing(): Storing {
  const folders: string[] = [];
  const opened: Storage[] = [];

  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'turnkeeper-store-'));
    folders.push(made);
    return made;
  };
  const open: Storing['open'] = async (options = {}, config = {}) => {
    const storage = await openWithConfig({ folder: folder(), ...options }, { ...defaultConfig, ...config });
    opened.push(storage);
    return storage;
  };
  return { folder, open };
}
