// Opens the data folder: locks it, checks that the file is ours, migrates its tables. Only then is anything written.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../storage.ts';
import { isBusy, messageOf } from './errors.ts';
import { databaseFile, makeFolder, refuseForeign } from './folder.ts';
import { APPLICATION_ID, migrate, type StoreConfig } from './schema.ts';

export type OpenDatabase = { readonly database: DatabaseSync; close(): void };

/** @throws StoreError IN_USE, FOREIGN, NEWER or FAILED */
export function openDatabase(folder: string, config: StoreConfig): OpenDatabase {
  makeFolder(folder);
  const lock = lockFolder(folder);
  try {
    const file = databaseFile(folder);
    refuseForeign(file, APPLICATION_ID);
    const database = openFile(file, config);
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

/**
 * One process a folder: a second one fails at its start, not at its first write. The lock is the operating system's, so
 * it ends with the process, however the process ends. It is on a file of its own, so that a backup from another process
 * can read the database.
 * @throws StoreError IN_USE or FAILED
 */
function lockFolder(folder: string): DatabaseSync {
  try {
    const lock = new DatabaseSync(join(folder, 'turnkeeper.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    throw isBusy(error)
      ? new StoreError('IN_USE', `The folder ${folder} is in use by another turnkeeper process.`)
      : new StoreError('FAILED', `Cannot write to the folder ${folder}: ${messageOf(error)}.`);
  }
}

function openFile(file: string, config: StoreConfig): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // Before the write-ahead log is turned on: so the file itself contains the application id from its first write on.
    migrate(database, config.migrations);
    for (const pragma of config.pragmas) database.exec(`PRAGMA ${pragma}`);
    return database;
  } catch (error) {
    database.close();
    throw error instanceof StoreError
      ? error
      : new StoreError('FAILED', `Cannot use ${file}: ${messageOf(error)}.`);
  }
}
