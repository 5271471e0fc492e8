// Copies the database while it is in use, by this process or another. The copy is made by a reader, so no append waits.
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { StoreError } from '../storage.ts';
import { messageOf } from './errors.ts';
import { databaseFile } from './folder.ts';

export type BackupOptions = {
  /** The data folder. */
  readonly folder: string;
  /** The file to create. It must not exist yet. */
  readonly file: string;
};

/** More pages than any file has: the copy is one step, because a copy in parts starts again at each write. */
const ALL_PAGES = 2 ** 31 - 1;

/** The copy has everything that was stored before the call. Rejects with a StoreError: EXISTS or FAILED. */
export async function backupFolder({ folder, file }: BackupOptions): Promise<void> {
  const source = databaseFile(folder);
  if (!existsSync(source))
    throw new StoreError('FAILED', `The folder ${folder} contains no turnkeeper data.`);
  if (existsSync(file)) throw new StoreError('EXISTS', `${file} exists already; it was not changed.`);
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
  // Imported here, because Node 22 warns when node:sqlite is loaded.
  const { DatabaseSync, backup } = await import('node:sqlite');
  const database = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(database, file, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}

/** Makes the copy durable, and readable by its owner only, like the data itself. */
function seal(file: string): void {
  chmodSync(file, 0o600);
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
