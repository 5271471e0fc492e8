// The command line: its commands and flags, and how a command ends.
import { Command, CommanderError, Option } from 'commander';
import { shareOwnPackages } from '../own-packages.ts';
import {
  ConfigError,
  defaultLimits,
  defaultText,
  packageVersion,
  readConfig,
  settingNames,
  settings,
} from '../server/index.ts';
import { backup } from './backup.ts';
import { bots, readBotsFlags } from './bots.ts';
import { devCommand } from './dev.ts';
import { CommandFailure } from './failure.ts';
import { graphCommand } from './graph.ts';
import { newCommand } from './new.ts';
import { replayCommand } from './replay.ts';
import { serve } from './serve.ts';
import { testCommand } from './test.ts';
import { verifyCommand } from './verify.ts';

type Flags = Readonly<Record<string, string | undefined>>;

/** Runs one command to its end; resolves with the exit code. `argv`: without the program itself. */
export async function main(argv: readonly string[]): Promise<number> {
  shareOwnPackages();
  let exitCode = 0;
  const ends = (code: number): void => {
    exitCode = code;
  };
  const program = new Command('turnkeeper')
    .description('A server for turn-based multiplayer games.')
    .version(packageVersion)
    .addCommand(serveCommand(ends))
    .addCommand(botsCommand(ends))
    .addCommand(backupCommand())
    .addCommand(newCommand())
    .addCommand(devCommand(ends))
    .addCommand(testCommand(ends))
    .addCommand(graphCommand())
    .addCommand(verifyCommand(ends))
    .addCommand(replayCommand());
  for (const command of [program, ...program.commands])
    command.exitOverride().showHelpAfterError('(--help shows what there is)');
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function serveCommand(ends: (code: number) => void): Command {
  const command = new Command('serve').description('Serves games, and the page to play them.');
  for (const name of settingNames) {
    const { flag, variable, meaning } = settings[name];
    const option = new Option(flag, `${meaning} (${variable}; ${defaultText(settings[name])})`);
    command.addOption(name in defaultLimits ? option.helpGroup('Limits:') : option);
  }
  return command.action(async (given: Readonly<Record<string, string | boolean | undefined>>) => {
    // A flag without a value is given as true.
    const flags = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    const config = readConfig({ flags, env: process.env });
    ends(await serve(config));
  });
}

function botsCommand(ends: (code: number) => void): Command {
  return new Command('bots')
    .description('Plays matches against a running server with simulated players.')
    .option('--url <url>', 'Where the server is (http://localhost:3000).')
    .option('--game <name>', 'The game to play (tic-tac-toe).')
    .option('--matches <number>', 'How many matches to play (100).')
    .option('--concurrency <number>', 'How many to play at once (10).')
    .option('--seed <text>', 'Makes the same choices again (random).')
    .action(async (flags: Flags) => {
      const options = readBotsFlags(flags);
      // The kit for testers is large, and `serve` has no use for it.
      const { playMatches } = await import('../testing/index.ts');
      ends(await bots(playMatches, options, process.stdout));
    });
}

function backupCommand(): Command {
  return new Command('backup')
    .description('Copies all that a server keeps into one new file, while the server runs on.')
    .argument('<file>', 'The file to make.')
    .option('--data <folder>', `The folder that the server keeps it in (${settings.data.default}).`)
    .action(async (file: string, { data = settings.data.default }: Flags) => backup({ folder: data, file }));
}

/** Says what went wrong, unless commander has said it. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigError || error instanceof CommandFailure) {
    console.error(error.message);
    return error instanceof CommandFailure ? error.exitCode : 2;
  }
  console.error(error);
  return 1;
}
