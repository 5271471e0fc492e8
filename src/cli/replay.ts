// `turnkeeper replay`: the command and its flags; what it does is loaded when it is called.
import { Command } from 'commander';
import { wrongCall } from './failure.ts';

type Flags = { readonly until?: string; readonly json?: boolean; readonly game?: string };

export function replayCommand(): Command {
  return new Command('replay')
    .description('Steps through a recorded match: a file of verify, or what GET /matches/<id> gives.')
    .argument('<file>', 'The file.')
    .option('--until <number>', 'Stops after so many events (all of them).')
    .option('--game <game>', 'The game, or the path of its module (as the file says).')
    .option('--json', 'Prints each step as one line of JSON.')
    .action(async (path: string, { until, json = false, game }: Flags) => {
      const asked = { path, until: untilOf(until), isJson: json, game };
      // `serve` has no use for it.
      const { replayFile } = await import('./replay-steps.ts');
      await replayFile(asked);
    });
}

function untilOf(until: string | undefined): number {
  if (until === undefined) return Number.POSITIVE_INFINITY;
  if (/^\d{1,9}$/.test(until)) return Number(until);
  throw wrongCall(`--until must be a whole number from 0, not "${until}"`);
}
