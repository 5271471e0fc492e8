// The folder that a server owns, as files: never opens them with SQLite.
import { closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../storage.ts';
import { messageOf } from './errors.ts';

export function databaseFile(folder: string): string {
  return join(folder, 'turnkeeper.db');
}

/** Made for its owner alone, since logs hold what is hidden from players. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreError('FAILED', `The folder ${folder} cannot be made: ${messageOf(error)}.`);
  }
}

/** Every SQLite file starts so. */
const MAGIC = 'SQLite format 3\0';
/** Where in SQLite's file header the application id stands. */
const ID_AT = 68;

/**
 * Looks at the bytes, since SQLite itself may write to a file it opens, by recovery. Call it only before
 * the database is opened: closing a file drops the locks that the same process has on it.
 * @throws StoreError FOREIGN
 */
export function refuseForeign(file: string, applicationId: number): void {
  const header = Buffer.alloc(ID_AT + 4);
  const read = headerOf(file, header);
  if (read === 0) return;
  const ours =
    header.toString('latin1', 0, MAGIC.length) === MAGIC && header.readInt32BE(ID_AT) === applicationId;
  if (!ours) throw new StoreError('FOREIGN', `${file} is not a file of turnkeeper's; it was left as it is.`);
}

/** How many bytes there were to read; none of a file that is not there. */
function headerOf(file: string, header: Buffer): number {
  try {
    const descriptor = openSync(file, 'r');
    try {
      return readSync(descriptor, header, 0, header.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw new StoreError('FAILED', `${file} cannot be read: ${messageOf(error)}.`);
  }
}
