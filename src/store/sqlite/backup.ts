// A copy of the data while it is in use, by this process or another: a reader, so no append ever waits for it.
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { StoreError } from '../storage.ts';
import { messageOf } from './errors.ts';
import { databaseFile } from './folder.ts';

export type BackupOptions = {
  /** Of the data. */
  readonly folder: string;
  /** Where to; it must not be there yet. */
  readonly file: string;
};

/** More pages than any file has: all in one step, since copying in parts starts anew at each write. */
const ALL_PAGES = 2 ** 31 - 1;

/** Everything that was settled before is in the copy. Rejects with a StoreError: EXISTS or FAILED. */
export async function backupFolder({ folder, file }: BackupOptions): Promise<void> {
  const source = databaseFile(folder);
  if (!existsSync(source)) throw new StoreError('FAILED', `There is no data in ${folder}.`);
  if (existsSync(file)) throw new StoreError('EXISTS', `${file} is there already; it was left as it is.`);
  const part = `${file}.part`;
  try {
    await copy(source, part);
    seal(part);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new StoreError('FAILED', `The backup to ${file} failed: ${messageOf(error)}.`);
  }
}

async function copy(source: string, file: string): Promise<void> {
  // Imported when needed, since Node 22 warns of it where it is loaded.
  const { DatabaseSync, backup } = await import('node:sqlite');
  const database = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(database, file, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}

/** Durable, and for its owner alone, as the data is. */
function seal(file: string): void {
  chmodSync(file, 0o600);
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
