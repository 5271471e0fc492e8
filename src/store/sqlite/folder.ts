// The data folder as files. Nothing here opens them with SQLite: the main thread uses this file, and Node 22 warns when
// node:sqlite is loaded.
import { closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../storage.ts';
import { messageOf } from './errors.ts';

export function databaseFile(folder: string): string {
  return join(folder, 'turnkeeper.db');
}

/** For its owner only, because logs contain what is hidden from players. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreError('FAILED', `Cannot create the folder ${folder}: ${messageOf(error)}.`);
  }
}

/** The first bytes of every SQLite file. */
const MAGIC = 'SQLite format 3\0';
/** The offset of the application id in SQLite's file header. */
const ID_OFFSET = 68;

/**
 * Reads the bytes itself, because SQLite may write to a file that it opens (recovery). Call it only before the database
 * is opened: closing a file releases all locks that the same process holds on it.
 * @throws StoreError FOREIGN
 */
export function refuseForeign(file: string, applicationId: number): void {
  const header = Buffer.alloc(ID_OFFSET + 4);
  if (readHeader(file, header) === 0) return;
  const isSqlite = header.toString('latin1', 0, MAGIC.length) === MAGIC;
  if (isSqlite && header.readInt32BE(ID_OFFSET) === applicationId) return;
  throw new StoreError('FOREIGN', `${file} is not a turnkeeper file; it was not changed.`);
}

/** The number of bytes read; 0 for a file that does not exist. */
function readHeader(file: string, header: Buffer): number {
  try {
    const descriptor = openSync(file, 'r');
    try {
      return readSync(descriptor, header, 0, header.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw new StoreError('FAILED', `Cannot read ${file}: ${messageOf(error)}.`);
  }
}
