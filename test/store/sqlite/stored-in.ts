// Temporary folders and the storages in them: everything a test opens is closed and gone after it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { productTerms, type Terms } from '../../../src/store/sqlite/schema.ts';
import { openOnTerms, type SqliteOptions } from '../../../src/store/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../src/store/storage.ts';

export type Storing = {
  folder(): string;
  /** In a folder of its own unless told. `terms` replace the product's, one by one. */
  open(options?: Partial<SqliteOptions>, terms?: Partial<Terms>): Promise<Storage>;
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
  const open: Storing['open'] = async (options = {}, terms = {}) => {
    const storage = await openOnTerms({ folder: folder(), ...options }, { ...productTerms, ...terms });
    opened.push(storage);
    return storage;
  };
  return { folder, open };
}
