// `turnkeeper backup`: a copy of the storage, taken while a server writes it. To restore, put the file in its place.
import { resolve } from 'node:path';
import { backupFolder, StoreError } from '../store/index.ts';
import { CommandFailure } from './failure.ts';

/** Rejects with CommandFailure where there is nothing to copy, or nowhere to copy it to. */
export async function backup({ folder, file }: { folder: string; file: string }): Promise<void> {
  try {
    await backupFolder({ folder: resolve(folder), file: resolve(file) });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new CommandFailure(`No backup was made: ${error.message}`);
  }
  console.log(`${resolve(file)} holds all that is kept in ${resolve(folder)}`);
}
