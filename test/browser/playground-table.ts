// The actions of an author in the playground and what the page shows, by the names that a screen reader reads.
import type { Locator, Page } from 'playwright-core';
import { seededRandom } from '../../src/testing/index.ts';

export const seat = (page: Page, number: number): Locator =>
  page.getByRole('region', { name: `Seat ${number}`, exact: true });

export const log = (page: Page): Locator => page.getByRole('region', { name: 'Log of events' });

/** A legal intent of a seat, by its words: `place 4`. */
export const legal = (page: Page, number: number, words: string): Locator =>
  seat(page, number).getByRole('button', { name: words, exact: true });

/** From the list of games to a table. */
export async function sitDown(page: Page, game: string): Promise<void> {
  await page.getByRole('button', { name: `Play ${game}`, exact: true }).click();
  await reached(page, 0);
}

/** Resolves once the log has this step. */
export const reached = (page: Page, step: number): Promise<void> =>
  log(page).locator('li').nth(step).waitFor();

/** Resolves once the diagram shows the machine in this state. */
export const inState = (page: Page, state: string): Promise<void> =>
  page.getByRole('img', { name: new RegExp(`now in ${state}$`) }).waitFor();

export async function press(page: Page, number: number, words: string, step: number): Promise<void> {
  await legal(page, number, words).click();
  await reached(page, step);
}

/** Intents that by convention of the games end a match or change nothing on the board. */
const IDLE = ['resign', 'offerDraw', 'declineDraw', 'claimDraw', 'takeBack'];
const playable = `.legal[aria-busy="false"] .intent${IDLE.map((type) => `:not([title^="${type}"])`).join('')}`;

/** The line that says who has won. */
export const over = (page: Page): Locator => page.locator('.headline').filter({ hasText: /wins?:/ });

/** Presses legal buttons of any seat, `times` times or until the match is over; resolves with the number of steps. */
export async function pressAnything(
  page: Page,
  { times, seed }: { times: number; seed: string },
): Promise<number> {
  const random = seededRandom(seed);
  const buttons = page.locator(playable);
  for (let step = 0; step < times; step += 1) {
    await buttons.or(over(page)).first().waitFor();
    if (await over(page).isVisible()) return step;
    await buttons.nth(Math.floor(random() * (await buttons.count()))).click();
    await reached(page, step + 1);
  }
  return times;
}
