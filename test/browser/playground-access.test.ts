// Access to the playground: keyboard, screen readers, both colour schemes, a phone, and the size of its download.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loadGames } from '../../src/game-loader/index.ts';
import { violations } from './axe.ts';
import { legal, pressAnything, reached, seat, sitDown } from './playground-table.ts';
import { type Arrival, describeInBrowser, type Stage, useStage } from './stage.ts';
import { scrollsSideways } from './table.ts';

const { games } = await loadGames(fileURLToPath(new URL('../../games', import.meta.url)));
const path = '/playground/';

test('all scripts of the playground together are at most 60 kB gzipped', () => {
  const assets = join(inject('ground').playground, 'assets');
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'));
  const sizes = scripts.map((file) => gzipSync(readFileSync(join(assets, file))).length);
  expect(scripts).not.toEqual([]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000);
});

describeInBrowser('the playground for everyone', () => {
  const openStage = useStage();
  let stage: Stage;
  let screens: [string, Page][];

  beforeAll(async () => {
    stage = await openStage({ games });
    screens = await everyScreen(stage);
  }, 120_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  test('the keyboard is enough for a move, a past step and the way back', async () => {
    const page = await stage.arrive({ path });
    await page.getByRole('button', { name: 'Play tic-tac-toe' }).waitFor();
    await tabTo(page, 'Play tic-tac-toe');
    await page.keyboard.press('Enter');
    await legal(page, 0, 'place 0').waitFor();
    await tabTo(page, 'place 0');
    await page.keyboard.press('Enter');
    await legal(page, 1, 'place 4').waitFor();
    // The pressed button is gone; the next stop is in the same seat.
    await page.keyboard.press('Tab');
    expect(await seat(page, 0).locator(':focus').count()).toBe(1);
    await tabTo(page, 'One step back');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Continue from step 0' }).waitFor();
    await tabTo(page, 'To the present');
    await page.keyboard.press('Enter');
    await legal(page, 1, 'place 4').waitFor();
  });

  test('axe finds nothing in light', async () => {
    for (const [name, page] of screens) expect(await violations(page), name).toEqual([]);
  });

  test('axe finds nothing in dark, which has other colours', async () => {
    for (const [name, page] of screens) {
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page, ['color-contrast']), name).toEqual([]);
    }
  });

  test('nothing is wider than a phone of 320 pixels', async () => {
    for (const [name, page] of screens) {
      await page.setViewportSize({ width: 320, height: 568 });
      expect(await scrollsSideways(page), name).toBe(false);
    }
  });
});

/** Hidden hands, long lists of intents, options, boards: together these games have everything a table may show. */
const shown = games.filter(({ name }) => ['chess', 'crazy-eights'].includes(name));

/** A page on each screen, with each kind of content. */
async function everyScreen(stage: Stage): Promise<[string, Page][]> {
  const as: Arrival = { path, reducedMotion: 'reduce' };
  const home = await stage.arrive(as);
  for (const card of await home.getByText(/^Seats, seed/).all()) await card.click();
  const tables = await Promise.all(
    shown.map(async ({ name }) => {
      const page = await stage.arrive(as);
      await sitDown(page, name);
      await pressAnything(page, { times: 1, seed: name });
      return [name, page] as const;
    }),
  );
  const finished = await stage.arrive(as);
  await sitDown(finished, 'tic-tac-toe');
  const other = seat(finished, 1);
  await other.getByText('Send any intent').click();
  await other.getByRole('button', { name: 'Send', exact: true }).click();
  await other.getByRole('alert').waitFor();
  await legal(finished, 0, 'resign').click();
  await reached(finished, 1);
  const past = await stage.arrive(as);
  await sitDown(past, 'tic-tac-toe');
  await legal(past, 0, 'place 4').click();
  await reached(past, 1);
  const alone = await past.context().newPage();
  await alone.goto(`${past.url()}/seat/1`);
  await legal(alone, 1, 'place 0').waitFor();
  await past.getByRole('button', { name: 'To the beginning' }).click();
  const gone = await stage.arrive({ ...as, path: '/playground/table/none' });
  await gone.getByRole('alert').waitFor();
  return [...Object.entries({ home, finished, past, alone, gone }), ...tables.map(([...named]) => named)] as [
    string,
    Page,
  ][];
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press('Tab');
    const reachedName = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused?.getAttribute('aria-label') ?? focused?.textContent;
    });
    if (reachedName === name) return;
  }
  throw new Error(`the tab key does not lead to ${name}`);
}
