// One process a folder: who comes second is told so at its start, not when its writes go wrong.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../storage.ts';
import { isBusy, messageOf } from './sqlite-errors.ts';

/**
 * Held until closed, or until the process is dead, however it died: the lock is the system's own. It stands
 * on a file beside the database, so that a backup from another process can read while this one writes.
 * @throws StoreError IN_USE or FAILED
 */
export function lockFolder(folder: string): DatabaseSync {
  try {
    const lock = new DatabaseSync(join(folder, 'turnkeeper.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    throw isBusy(error)
      ? new StoreError('IN_USE', `The folder ${folder} is in use by another turnkeeper process.`)
      : new StoreError('FAILED', `The folder ${folder} cannot be written: ${messageOf(error)}.`);
  }
}
