// Finished matches in the page: from the table and from a link, by pointer and keyboard, also after the table closed.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, type Stage, useStage } from './stage.ts';
import { button, crossesWin, headline, invite, playMoves, says, shows } from './table.ts';

describeInBrowser('replay', () => {
  const openStage = useStage();

  test('after the end the game can be watched again, and the table is still there', async () => {
    await using stage = await openStage();
    const { ann, ben } = await playedOut(stage);
    const seen = await pagesTurned(ann);
    await watchAgain(ann).click();
    expect(new URL(ann.url()).pathname).toMatch(/^\/match\/[\w-]+\.1$/);
    await headline(ann, 'Ann wins');
    await says(ann, 'Three in a row');
    await says(ann, 'Ben');
    await says(ann, '5 of 5 moves');
    // Plays back automatically, from the empty board to the end.
    expect(await seen()).toEqual([0, 1, 2, 3, 4, 5].map((count) => `${count} of 5 moves`));
    await shows(ann, 'top right', 'cross');
    await button(ann, 'Play again').click();
    await button(ann, 'Pause').click();

    await button(ann, 'Back to the table').click();
    await headline(ann, 'You win');
    await button(ben, 'Rematch').click();
    await button(ann, 'Accept rematch').click();
    await headline(ben, 'Your turn');
  });

  test('its link opens it for anybody, and the keyboard steps through its moves', async () => {
    await using stage = await openStage();
    const { ann } = await playedOut(stage);
    await ann.getByText('Link to this game').click();
    const link = await ann.getByRole('textbox', { name: 'To watch it again' }).inputValue();
    expect(link).toBe(await watchAgain(ann).evaluate((element) => `${element}`));

    const cleo = await stage.arrive({ name: 'Cleo', path: new URL(link).pathname });
    await headline(cleo, 'Ann wins');
    const slider = cleo.getByRole('slider');
    await slider.press('End');
    await says(cleo, '5 of 5 moves');
    expect(await slider.getAttribute('aria-valuetext')).toBe('move 5: cross, top right');
    await slider.press('ArrowLeft');
    await shows(cleo, 'top right', 'empty');
    await shows(cleo, 'bottom left', 'ring');
    await slider.press('Home');
    await shows(cleo, 'top left', 'empty');
    await button(cleo, 'Play a game').click();
    await button(cleo, 'Play the computer').waitFor();
    expect(new URL(cleo.url()).pathname).toBe('/');
  });

  test('a resigned game shows its moves, and one without moves shows how it ended', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const ben = await stage.arrive({ name: 'Ben', path: new URL(await invite(ann)).pathname });
    await headline(ann, 'Your turn');
    await button(ben, 'Resign').click();
    await button(ben, 'Yes, resign').click();
    await watchAgain(ann).click();
    await headline(ann, 'Ann wins');
    await says(ann, 'Ben resigned');
    await shows(ann, 'centre', 'empty');
  });

  test('is kept after the table and the server have ended, on a server with a disk', async () => {
    await using stage = await openStage({ durable: true });
    const { ann, ben } = await playedOut(stage);
    const link = await watchAgain(ann).evaluate((element) => `${element}`);
    await button(ann, 'Leave').click();
    await button(ben, 'Leave').click();
    await button(ben, 'Play online').waitFor();
    const startAgain = await stage.stopServer();
    await startAgain();
    const cleo = await stage.arrive({ path: new URL(link).pathname });
    await headline(cleo, 'Ann wins');
    await cleo.getByRole('slider').press('End');
    await shows(cleo, 'top right', 'cross');
  });

  test('a link to no finished game says so and offers a new one', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ path: '/match/V1StGXR8_Z5jdHi6B-myT.1' });
    await headline(page, 'No game to watch here');
    await button(page, 'Play the computer').click();
    await headline(page, 'Your turn');
    const room = new URL(page.url()).pathname.slice('/room/'.length);
    await page.goto(`${stage.url}/match/${room}.1`);
    await headline(page, 'No game to watch here');
    await button(page, 'Back to the start').click();
    await button(page, 'Back to the game').click();
    await headline(page, 'Your turn');
  });

  test('a game with changed rules, one that cannot be loaded, and a missing one have different messages', async () => {
    await using stage = await openStage();
    const { ann } = await playedOut(stage);
    const page = await stage.arrive();
    await page.route('**/matches/*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), steps: null } });
    });
    const link = await watchAgain(ann).evaluate((element) => `${element}`);
    await page.goto(link);
    await headline(page, 'This game cannot be shown');
    await page.unroute('**/matches/*');
    await page.route('**/matches/*', (route) => route.abort());
    await page.reload();
    await headline(page, 'The game could not be loaded');
    await page.unroute('**/matches/*');
    await button(page, 'Load again').click();
    await headline(page, 'Ann wins');
  });
});

const watchAgain = (page: Page) => page.getByRole('link', { name: 'Watch again' });

/** Records each text of the scrubber from now on; returns a function that reads the record. */
async function pagesTurned(page: Page): Promise<() => Promise<string[]>> {
  const notes = await page.evaluateHandle(() => {
    const said: string[] = [];
    const note = () => {
      const text = document.querySelector('.scrubber-label')?.textContent;
      if (text && location.pathname.startsWith('/match/') && said.at(-1) !== text) said.push(text);
    };
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return said;
  });
  return () => notes.jsonValue();
}

/** Ann begins, and fills the top row. */
async function playedOut(stage: Stage) {
  const ann = await stage.arrive({ name: 'Ann' });
  const ben = await stage.arrive({ name: 'Ben', path: new URL(await invite(ann)).pathname });
  await playMoves(ann, ben, crossesWin);
  await headline(ann, 'You win');
  return { ann, ben };
}
