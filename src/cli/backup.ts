// `turnkeeper backup`: a copy of the storage, taken while a server writes it. To restore, put the file in its place.
import { resolve } from 'node:path';
import { Command } from 'commander';
import { settings } from '../server/index.ts';
import { backupFolder, StoreError } from '../store/index.ts';
import { CommandFailure } from './failure.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('Copies all that a server keeps into one new file, while the server runs on.')
    .argument('<file>', 'The file to make.')
    .option('--data <folder>', `The folder that the server keeps it in (${settings.data.default}).`)
    .action(async (file: string, { data = settings.data.default }: { readonly data?: string }) =>
      writeBackup({ folder: data, file }),
    );
}

/** Rejects with CommandFailure where there is nothing to copy, or nowhere to copy it to. */
async function writeBackup({ folder, file }: { folder: string; file: string }): Promise<void> {
  try {
    await backupFolder({ folder: resolve(folder), file: resolve(file) });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new CommandFailure(`No backup was made: ${error.message}`);
  }
  console.log(`${resolve(file)} holds all that is kept in ${resolve(folder)}`);
}
