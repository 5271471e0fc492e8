// The playground as an author uses it: every bundled game, past steps, refusals, windows, bots.
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { loadGames } from '../../src/game-loader/index.ts';
import {
  inState,
  legal,
  log,
  over,
  press,
  pressAnything,
  reached,
  seat,
  sitDown,
} from './playground-table.ts';
import { describeInBrowser, useStage } from './stage.ts';

const { games } = await loadGames(fileURLToPath(new URL('../../games', import.meta.url)));
const path = '/playground/';

describeInBrowser('the playground', () => {
  const openStage = useStage();

  test.each(games.map(({ name }) => name))(
    '%s: played by its buttons, looked back at, ended',
    async (name) => {
      await using stage = await openStage({ games });
      const page = await stage.arrive({ path });
      await sitDown(page, name);
      const steps = await pressAnything(page, { times: 5, seed: name });
      expect(steps).toBeGreaterThan(0);
      // Goes to a past step, and continues from there with bots.
      await log(page).getByRole('button').nth(1).click();
      await page.getByRole('button', { name: 'All bots' }).click();
      await page.getByRole('button', { name: 'Continue from step 1' }).click();
      await page.getByText('Continues from step 1 of').waitFor();
      await reached(page, 3);
      await page.goBack();
      await reached(page, steps);
      await end(page);
      await page
        .getByRole('status')
        .filter({ hasText: /wins?:/ })
        .waitFor();
    },
  );

  test('shows the state at any step, and continues from there as a new table', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ path: '/games' });
    await sitDown(page, 'tic-tac-toe');
    await press(page, 0, 'place 4', 1);
    await press(page, 1, 'place 0', 2);
    await press(page, 0, 'place 1', 3);
    expect(await boardOf(page, 1)).toEqual(['1', '0', '·', '·', '0', '·', '·', '·', '·']);

    await page.getByRole('slider').press('ArrowLeft');
    await page.getByRole('slider').press('ArrowLeft');
    await page.getByRole('button', { name: 'Continue from step 1' }).waitFor();
    for (const number of [0, 1]) {
      expect(await boardOf(page, number)).toEqual(['·', '·', '·', '·', '0', '·', '·', '·', '·']);
    }
    expect(await seat(page, 0).locator('.board .is-changed').allTextContents()).toEqual(['0']);
    expect(await log(page).locator('[aria-current="step"]').textContent()).toContain('place cell: 4');
    await inState(page, 'turn');
    // A past step cannot be played.
    expect(await page.locator('.intent').count()).toBe(0);

    await page.getByRole('button', { name: 'Continue from step 1' }).click();
    await page.getByText('Continues from step 1 of').waitFor();
    for (const [step, number, cell] of [
      [2, 1, 8],
      [3, 0, 3],
      [4, 1, 2],
      [5, 0, 5],
    ] as const) {
      await press(page, number, `place ${cell}`, step);
    }
    await page.getByRole('status').filter({ hasText: 'Seat 0 wins: three-in-a-row' }).waitFor();
    await inState(page, 'won');
    await page.getByRole('link', { name: 'another table' }).click();
    await legal(page, 1, 'place 2').waitFor();
  });

  test('an illegal intent is shown with its code and reason, in the seat and in the log', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ path });
    await sitDown(page, 'tic-tac-toe');
    const other = seat(page, 1);
    await other.getByText('Send any intent').click();
    await other.getByLabel('cell').selectOption('7');
    await other.getByRole('button', { name: 'Send', exact: true }).click();
    const refusal = other.getByRole('alert');
    await refusal.getByText('INTENT_ILLEGAL').waitFor();
    expect(await refusal.textContent()).toMatch(/yourTurn.*place cell: 7/);
    await log(page).getByText('INTENT_ILLEGAL yourTurn').waitFor();
    // An intent that fits no schema can only be written as JSON.
    await other.getByLabel('type').selectOption('as JSON …');
    await other.getByLabel('intent', { exact: false }).last().fill('{ "type": "place", "cell": 99 }');
    await other.getByRole('button', { name: 'Send', exact: true }).click();
    await refusal.getByText('BAD_INTENT').waitFor();
  });

  test('a seat in its own window takes it over, and gives it back', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ path });
    await sitDown(page, 'tic-tac-toe');
    const opening = page.context().waitForEvent('page');
    await seat(page, 0).getByRole('link', { name: 'Open seat 0 in its own window' }).click();
    const alone = await opening;
    await seat(page, 0).getByText('open in another window').waitFor();
    await legal(alone, 0, 'place 4').click();
    await reached(page, 1);
    await seat(page, 0).getByRole('button', { name: 'Take it back' }).click();
    await seat(alone, 0).getByText('open in another window').waitFor();
    await press(page, 1, 'place 0', 2);
    await press(page, 0, 'place 8', 3);
  });

  test('bots in all seats play from the start, and a reload finds the table again', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ path });
    await page.getByText('Seats, seed').click();
    await page.getByRole('button', { name: 'All bots' }).click();
    await sitDown(page, 'tic-tac-toe');
    await page
      .getByRole('status')
      .filter({ hasText: /wins:|draw/ })
      .waitFor();
    await page.reload();
    await page
      .getByRole('status')
      .filter({ hasText: /wins:|draw/ })
      .waitFor();
    await page.getByRole('button', { name: 'To the beginning' }).click();
    await page.getByRole('button', { name: 'Continue from step 0' }).waitFor();
  });

  test('a rematch begins a new match at the same table', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ path });
    await sitDown(page, 'tic-tac-toe');
    await press(page, 0, 'resign', 1);
    await page.getByRole('button', { name: 'Play again' }).click();
    await legal(page, 0, 'place 4').waitFor();
    await page.locator('.facts').filter({ hasText: 'match2' }).waitFor();
    expect(await log(page).locator('li').count()).toBe(1);
  });

  test('a closed table, an unknown address, and a lost server are explained', async () => {
    await using stage = await openStage();
    const gone = await stage.arrive({ path: '/playground/table/none' });
    await gone.getByRole('heading', { name: 'This table cannot be shown' }).waitFor();
    const nowhere = await stage.arrive({ path: '/playground/nowhere' });
    await nowhere.getByRole('heading', { name: 'Nothing here' }).waitFor();
    const foreign = await stage.arrive({ path: '/playground/table/none/seat/0' });
    await foreign.getByRole('heading', { name: 'This seat is not yours to play' }).waitFor();
    const page = await stage.arrive({ path });
    await sitDown(page, 'tic-tac-toe');
    await page.context().setOffline(true);
    await seat(page, 0).getByText('cannot be reached').waitFor();
    await page.context().setOffline(false);
    await press(page, 0, 'place 4', 1);
  });
});

function boardOf(page: Page, number: number): Promise<string[]> {
  return seat(page, number).locator('.board td').allTextContents();
}

/** Ends the match by resigning, or by leaving where the game has no such intent. */
async function end(page: Page): Promise<void> {
  const resign = page.getByRole('button', { name: 'resign', exact: true });
  const leave = page.getByRole('button', { name: 'Leave the seat' });
  await over(page).or(resign).or(leave).first().waitFor();
  if (await over(page).isVisible()) return;
  await resign.or(leave).first().click();
}
