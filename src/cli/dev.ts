// `turnkeeper dev`: a folder of games with the playground, in memory; what changes in the folder is taken at once.
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { systemClock } from '../clock/index.ts';
import { readConfig, type ServeConfig, settings, type TurnkeeperServer } from '../server/index.ts';
import { wrongCall } from './failure.ts';
import { bundledPlayground } from './places.ts';
import { serve } from './serve.ts';
import { Workshop } from './workshop.ts';

type Flags = Readonly<Record<string, string | undefined>>;

export function devCommand(ends: (code: number) => void): Command {
  const { port, host, data, logLevel } = settings;
  return new Command('dev')
    .description('Serves a folder of games with the playground, and takes changes at once, for new rooms.')
    .argument('[folder]', 'The folder of games, or of one game (./games if there is one, else this one).')
    .option(port.flag, `${port.meaning} (${port.variable}; ${port.default})`)
    .option(host.flag, `${host.meaning} (${host.variable}; ${host.default})`)
    .option(data.flag, 'Keeps rooms, sessions and matches in this folder (in memory).')
    .option(logLevel.flag, `${logLevel.meaning} (${logLevel.variable}; ${logLevel.default})`)
    .action(async (folder: string | undefined, flags: Flags) => {
      const config = configOf(flags);
      ends(await dev(await folderOf(folder), config));
    });
}

function configOf(flags: Flags): ServeConfig {
  const memory = String(flags.data === undefined);
  const playground = bundledPlayground() !== undefined;
  if (!playground) console.error('The playground is not built: `npm run page:build` builds it.');
  return readConfig({ flags: { ...flags, memory, playground: String(playground) }, env: process.env });
}

async function folderOf(given: string | undefined): Promise<string> {
  const folder = resolve(given ?? (existsSync('games') ? 'games' : '.'));
  // Imported files are known by their real paths.
  return realpath(folder).catch(() => {
    throw wrongCall(`The folder of games cannot be read: ${folder}`);
  });
}

async function dev(folder: string, config: ServeConfig): Promise<number> {
  const workshop = new Workshop(folder);
  return serve(config, {
    games: () => workshop.open(),
    page: false,
    started: (server) => {
      console.log(workshop.overview());
      followChanges(workshop, server);
    },
  });
}

/** Short enough to be there before the author has turned to the browser; a look at a folder of games takes 1 ms. */
const LOOK_MS = 150;

function followChanges(workshop: Workshop, server: TurnkeeperServer): void {
  const look = async (): Promise<void> => {
    for (const line of await workshop.look(server)) console.log(line);
    wait();
  };
  const wait = (): void => void systemClock.at(systemClock.now() + LOOK_MS, () => void look());
  wait();
}
