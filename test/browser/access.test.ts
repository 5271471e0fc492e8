// Access: keyboard, screen readers, small screens, both colour schemes.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { type Arrival, describeInBrowser, type Stage, useStage } from './stage.ts';
import { button, crossesWin, headline, invite, playMoves, says, scrollsSideways } from './table.ts';

describeInBrowser('access', () => {
  const openStage = useStage();

  test('a whole game by keyboard only, each move announced', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    await tabTo(ann, 'Play a friend');
    await ann.keyboard.press('Enter');
    const link = await ann.getByRole('textbox', { name: 'Link' }).inputValue();
    const ben = await stage.arrive({ name: 'Ben', path: new URL(link).pathname });
    await headline(ann, 'Your turn');
    await announced(ann, 'The game begins. Your turn.');

    // The board is one tab stop, and its focus begins in the middle.
    await tabTo(ann, 'centre, empty');
    await press(ann, 'ArrowUp', 'ArrowLeft', 'ArrowLeft', 'Enter');
    await announced(ben, 'Ann: cross, top left. Your turn.');
    await tabTo(ben, 'centre, empty');
    await press(ben, 'Space');
    await announced(ann, 'Ben: ring, centre. Your turn.');
    await press(ann, 'ArrowRight', 'Enter');
    await announced(ben, 'Ann: cross, top middle. Your turn.');
    await press(ben, 'End', 'ArrowDown', 'Enter');
    await announced(ann, 'Ben: ring, bottom right. Your turn.');
    await press(ann, 'End', 'Enter');
    await announced(ann, 'You win. Three in a row.');
    await announced(ben, 'Ann: cross, top right. Ann wins. Three in a row.');
    await tabTo(ann, 'Rematch');
  });

  test('on a small phone the board and the turn are visible without scrolling', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ viewport: { width: 320, height: 568 } });
    await button(page, 'Play the computer').click();
    await headline(page, 'Your turn');
    const box = await page.getByRole('grid').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(568);
  });
});

describeInBrowser('every screen', () => {
  const openStage = useStage();
  let stage: Stage;
  let screens: [string, Page][];

  beforeAll(async () => {
    stage = await openStage();
    screens = await everyScreen(stage);
  }, 60_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing in ${colorScheme}`, async () => {
      for (const [name, page] of screens) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), name).toEqual([]);
      }
    });
  }

  test('nothing is wider than a phone of 320 pixels', async () => {
    for (const [name, page] of screens) {
      await page.setViewportSize({ width: 320, height: 568 });
      expect(await scrollsSideways(page), name).toBe(false);
    }
  });
});

/** One page on each screen that a player may see. */
async function everyScreen(stage: Stage): Promise<[string, Page][]> {
  // The longest possible name; reduced motion, so that no colour is measured during a transition.
  const as: Arrival = { name: 'W'.repeat(24), reducedMotion: 'reduce' };
  const start = await stage.arrive(as);
  await button(start, 'Play online').waitFor();
  const queue = await stage.arrive(as);
  await button(queue, 'Play online').click();
  await headline(queue, 'Looking for an opponent');
  const ann = await stage.arrive(as);
  const link = await invite(ann);
  const waiting = await stage.arrive(as);
  await invite(waiting);
  const ben = await stage.arrive({ ...as, path: new URL(link).pathname });
  await playMoves(ann, ben, crossesWin);
  await says(ann, 'Three in a row');
  const playing = await stage.arrive(as);
  await button(playing, 'Play the computer').click();
  await headline(playing, 'Your turn');
  await button(playing, 'Hello!').click();
  await says(playing, 'Hello!');
  await playing.getByText('Link to watch').click();
  const lost = await stage.arrive({ ...as, path: '/join/NNNNNN' });
  await headline(lost, 'This link leads nowhere');
  const offline = await stage.arrive(as);
  await button(offline, 'Play online').waitFor();
  await offline.context().setOffline(true);
  await button(offline, 'Try now').waitFor();
  const replay = await stage.arrive(as);
  await replay.goto(await ann.getByRole('link', { name: 'Watch again' }).evaluate((link) => `${link}`));
  await replay.getByRole('slider').press('End');
  return Object.entries({ start, queue, waiting, playing, finished: ann, lost, offline, replay });
}

/** The text of the live regions. */
function announced(page: Page, text: string): Promise<void> {
  return page.getByRole('status').filter({ hasText: text }).first().waitFor({ state: 'attached' });
}

async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = button(page, name);
  await wanted.waitFor();
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the tab key does not lead to "${name}"`);
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  await headline(page, 'Your turn');
  for (const key of keys) await page.keyboard.press(key);
}
