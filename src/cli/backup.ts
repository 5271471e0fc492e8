// `turnkeeper backup`: copies the storage while a server writes to it. To restore it, put the copy in its place.
import { resolve } from 'node:path';
import { Command } from 'commander';
import { settings } from '../server/index.ts';
import { backupFolder, StoreError } from '../store/index.ts';
import { CommandFailure } from './failure.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('Copies all stored data into one new file; the server may be running.')
    .argument('<file>', 'The file to create.')
    .option('--data <folder>', `The data folder of the server (default: ${settings.data.default}).`)
    .action(async (file: string, { data = settings.data.default }: { readonly data?: string }) =>
      writeBackup({ folder: data, file }),
    );
}

/** Rejects with CommandFailure where the folder cannot be read or the file cannot be written. */
async function writeBackup({ folder, file }: { folder: string; file: string }): Promise<void> {
  try {
    await backupFolder({ folder: resolve(folder), file: resolve(file) });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new CommandFailure(`Backup failed: ${error.message}`);
  }
  console.log(`Copied the data of ${resolve(folder)} to ${resolve(file)}`);
}
