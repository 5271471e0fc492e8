// `turnkeeper graph`: the machine of a game as a Mermaid diagram on standard output.
import { Command } from 'commander';
import { mermaidOf } from './mermaid.ts';
import { gameNamed } from './named-game.ts';

export function graphCommand(): Command {
  return new Command('graph')
    .description('Prints the machine of a game as a Mermaid state diagram.')
    .argument('<game>', 'The name of a bundled game, or the path of a module or its folder.')
    .action(async (game: string) => void process.stdout.write(mermaidOf(await gameNamed(game))));
}
