// The actions of a player at the table and what the page shows, by the names that a screen reader reads.
import type { Locator, Page } from 'playwright-core';

export type Place =
  | 'top left'
  | 'top middle'
  | 'top right'
  | 'middle left'
  | 'centre'
  | 'middle right'
  | 'bottom left'
  | 'bottom middle'
  | 'bottom right';

export function button(page: Page, name: string | RegExp): Locator {
  return page.getByRole('button', { name });
}

export function square(page: Page, place: Place): Locator {
  return button(page, new RegExp(`^${place},`));
}

/** Resolves once the square shows this. */
export function shows(page: Page, place: Place, mark: 'cross' | 'ring' | 'empty'): Promise<void> {
  return button(page, `${place}, ${mark}`).waitFor();
}

/** Resolves once the line above the board says this. */
export function headline(page: Page, text: string | RegExp): Promise<void> {
  return page.getByRole('heading', { level: 1, name: text }).waitFor();
}

/** Resolves once the text is on the page and can be seen. */
export function says(page: Page, text: string | RegExp): Promise<void> {
  return page.getByText(text).first().waitFor();
}

/** Waits for the turn, then moves. */
export async function move(page: Page, place: Place): Promise<void> {
  await headline(page, 'Your turn');
  await square(page, place).click();
}

/** Plays the moves alternately, beginning with the first player; each after the one before is shown on both pages. */
export async function playMoves(first: Page, second: Page, places: readonly Place[]): Promise<void> {
  for (const [index, place] of places.entries()) {
    const [mover, waiter] = index % 2 === 0 ? [first, second] : [second, first];
    await move(mover, place);
    await shows(waiter, place, index % 2 === 0 ? 'cross' : 'ring');
  }
}

/** The crosses fill the top row. */
export const crossesWin: readonly Place[] = ['top left', 'centre', 'top middle', 'bottom left', 'top right'];

/** Opens a private table and returns the link for the friend. */
export async function invite(page: Page): Promise<string> {
  await button(page, 'Play a friend').click();
  return page.getByRole('textbox', { name: 'Link' }).inputValue();
}

/** true if anything is wider than the window. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}
