// The command line: which commands there are, and how a command ends.
import { Command, CommanderError } from 'commander';
import { shareOwnPackages } from '../own-packages.ts';
import { ConfigError, packageVersion } from '../server/index.ts';
import { CommandFailure } from './failure.ts';

/** Sets the exit code of the process; it is 0 if a command never calls this. */
type ExitWith = (code: number) => void;

/** Each is loaded only when it is run, or listed by --help: `serve` needs none of the code of `verify`. */
const commands: Readonly<Record<string, (exitWith: ExitWith) => Promise<Command>>> = {
  serve: async (exitWith) => (await import('./serve.ts')).serveCommand(exitWith),
  bots: async (exitWith) => (await import('./bots.ts')).botsCommand(exitWith),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  new: async () => (await import('./new.ts')).newCommand(),
  dev: async (exitWith) => (await import('./dev.ts')).devCommand(exitWith),
  test: async (exitWith) => (await import('./test.ts')).testCommand(exitWith),
  graph: async () => (await import('./graph.ts')).graphCommand(),
  verify: async (exitWith) => (await import('./verify.ts')).verifyCommand(exitWith),
  replay: async () => (await import('./replay.ts')).replayCommand(),
};

/** Runs one command to its end; resolves with the exit code. `argv`: without the program itself. */
export async function main(argv: readonly string[]): Promise<number> {
  shareOwnPackages();
  let exitCode = 0;
  const program = new Command('turnkeeper')
    .description('A server for turn-based multiplayer games.')
    .version(packageVersion);
  const [name = ''] = argv;
  for (const load of Object.hasOwn(commands, name) ? [commands[name]] : Object.values(commands)) {
    const command = await load?.((code) => {
      exitCode = code;
    });
    if (command !== undefined) program.addCommand(command);
  }
  for (const command of [program, ...program.commands])
    command.exitOverride().showHelpAfterError('(see --help)');
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** Prints the error, unless commander has printed it. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigError || error instanceof CommandFailure) {
    console.error(error.message);
    return error instanceof CommandFailure ? error.exitCode : 2;
  }
  console.error(error);
  return 1;
}
