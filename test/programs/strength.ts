// `npm run strength -- --game connect-four [--level hard] [--against random] [--games 100] [--seed 1]`: how strong is it?
import { parseArgs } from 'node:util';
import { randomLegal, type SearchBudget, type Strategy, searching } from '../../src/bots/index.ts';
import type { Game } from '../../src/game/index.ts';
import { contest } from '../bots/duel.ts';
import { progress } from './fuzz-flags.ts';

const { values } = parseArgs({
  options: {
    game: { type: 'string', default: 'tic-tac-toe' },
    /** A level of the game's own bot; `default`, or `search`: the search that every game has. */
    level: { type: 'string', default: 'default' },
    /** `random`, or a level. */
    against: { type: 'string', default: 'random' },
    games: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    /** For `search`: the number of iterations, in place of its default budget. */
    iterations: { type: 'string' },
  },
});

const folder = new URL(`../../games/${values.game}/`, import.meta.url);
const { default: game }: { default: Game } = await import(new URL('game.ts', folder).href);
const own: { default?: Strategy; levels?: Record<string, Strategy> } = await import(
  new URL('bot.ts', folder).href
);

function strategyNamed(name: string): Strategy {
  const budget: SearchBudget | undefined =
    values.iterations === undefined ? undefined : { iterations: Number(values.iterations) };
  if (name === 'random') return randomLegal;
  if (name === 'search') return searching({ game: new URL('game.ts', folder), ...(budget && { budget }) });
  const strategy = name === 'default' ? own.default : own.levels?.[name];
  if (strategy === undefined) throw new Error(`${values.game} has no level "${name}"`);
  return strategy;
}

const thinking = { turns: 0, ms: 0 };
const { won, drawn, lost } = await contest({
  ...{ game, games: Number(values.games), seed: values.seed },
  strategy: strategyNamed(values.level),
  against: strategyNamed(values.against),
  onTurn: (ms) => {
    thinking.turns += 1;
    thinking.ms += ms;
  },
  onGame: (counts) => progress(`${counts.won} won, ${counts.drawn} drawn, ${counts.lost} lost`),
});
progress('');
console.log(
  `${values.game}: ${values.level} against ${values.against}, ${values.games} games (seed ${values.seed}): ` +
    `${won} won, ${drawn} drawn, ${lost} lost; ${(thinking.ms / thinking.turns).toFixed(0)} ms a turn`,
);
