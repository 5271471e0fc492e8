// Every bundled game, verified with its counts in the output. The bounds keep it quick; the long form searches further,
// and `turnkeeper verify <game>` further still.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Game } from '../../src/game/index.ts';
import { loadGameModule } from '../../src/game-loader/index.ts';
import { type Bounds, formatReport, verifyGame } from '../../src/verify/index.ts';
import { isLong } from '../long.ts';
import { countTicTacToe } from './fixtures/tic-tac-toe-count.ts';

const folder = join(import.meta.dirname, '../../games');
const entries = await readdir(folder, { withFileTypes: true });
const games = await Promise.all(
  entries.filter((entry) => entry.isDirectory()).map(({ name }) => loadGameModule(join(folder, name))),
);

const bounds: Partial<Bounds> = isLong
  ? { states: 5_000, walks: 40, steps: 300, leakTests: 200 }
  : { states: 150, walks: 2, steps: 40, leakTests: 8 };

function verified(game: Game, within: Partial<Bounds>) {
  const report = verifyGame(game, { seed: 'ci', bounds: { ...bounds, ...within } });
  console.log(formatReport(report));
  return report;
}

describe('every bundled game passes', () => {
  test.each(games.filter(({ name }) => name !== 'tic-tac-toe').map((game) => [game.name, game] as const))(
    '%s',
    (_, game) => {
      const report = verified(game, {});
      expect(report.failures).toEqual([]);
      expect(report.counts.leakTests > 0).toBe(game.redeal !== undefined);
    },
  );

  test('tic-tac-toe, in each of its positions', () => {
    const [game] = games.filter(({ name }) => name === 'tic-tac-toe');
    if (game === undefined) throw new Error('there is no tic-tac-toe');
    const { boards, open, ended, moves } = countTicTacToe();
    // The cell that was marked last is a part of the state. In each open position either seat can resign or leave, and
    // one can run out of time: five ends, each with a state of its own.
    const givingUp = 5 * open;
    expect(boards).toBe(5_478);
    expect(verified(game, { states: Infinity })).toMatchObject({
      ok: true,
      exhaustive: true,
      counts: {
        states: open + ended + givingUp,
        finals: ended + givingUp,
        edges: moves + givingUp,
        depth: 9,
      },
      coverage: { states: { neverEntered: [] }, guards: { neverYes: [], neverNo: [] } },
    });
  });
});
