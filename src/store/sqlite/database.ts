// The opening of a file: locked, known as ours, brought to today's tables, and only then written.
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../storage.ts';
import { databaseFile, makeFolder, refuseForeign } from './folder.ts';
import { lockFolder } from './lock.ts';
import { APPLICATION_ID, migrate } from './schema.ts';
import { messageOf } from './sqlite-errors.ts';
import type { Terms } from './terms.ts';

export type OpenDatabase = { readonly database: DatabaseSync; close(): void };

/** @throws StoreError IN_USE, FOREIGN, NEWER or FAILED */
export function openDatabase(folder: string, terms: Terms): OpenDatabase {
  makeFolder(folder);
  const lock = lockFolder(folder);
  try {
    const file = databaseFile(folder);
    refuseForeign(file, APPLICATION_ID);
    const database = openFile(file, terms);
    const close = (): void => {
      database.close();
      lock.close();
    };
    return { database, close };
  } catch (error) {
    lock.close();
    throw error;
  }
}

function openFile(file: string, terms: Terms): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // Before the write-ahead log is on: so the file itself says from its first byte on that it is ours.
    migrate(database, terms.migrations);
    for (const pragma of terms.pragmas) database.exec(`PRAGMA ${pragma}`);
    return database;
  } catch (error) {
    database.close();
    throw error instanceof StoreError
      ? error
      : new StoreError('FAILED', `${file} cannot be used: ${messageOf(error)}.`);
  }
}
