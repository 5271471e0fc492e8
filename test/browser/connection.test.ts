// Failures between page and server, and how the game continues: reload, offline, restart, a copied tab.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, type Stage, useStage } from './stage.ts';
import { button, headline, invite, move, playMoves, says, shows, square } from './table.ts';

describeInBrowser('connection', () => {
  const openStage = useStage();

  test('a reload during a game returns to the same seat, and its moves can still be stepped through', async () => {
    await using stage = await openStage();
    const [ann, ben] = await twoAtTheTable(stage);
    await playMoves(ann, ben, ['top left', 'centre']);
    await ann.reload();
    await headline(ann, 'Your turn');
    await playMoves(ann, ben, ['top middle', 'bottom left', 'top right']);
    await headline(ann, 'You win');
    await says(ann, '5 of 5 moves');
  });

  test('offline shows a banner, the opponent sees the absence, and a move made meanwhile arrives', async () => {
    await using stage = await openStage();
    const [ann, ben] = await twoAtTheTable(stage);
    await ann.context().setOffline(true);
    await button(ann, 'Try now').waitFor({ timeout: 1000 });
    await says(ben, /^Ann is away\./);
    await square(ann, 'centre').click();
    await shows(ann, 'centre', 'cross');
    await says(ann, 'Your move is on its way.');

    await ann.context().setOffline(false);
    await shows(ben, 'centre', 'cross');
    await button(ann, 'Try now').waitFor({ state: 'hidden' });
    await move(ben, 'top left');
    await shows(ann, 'top left', 'ring');
  });

  test('a restarted server without a disk has lost its rooms, and the page says so and offers a next step', async () => {
    await using stage = await openStage();
    const [ann, ben] = await twoAtTheTable(stage);
    const startAgain = await stage.stopServer();
    await button(ann, 'Try now').waitFor();
    await startAgain();
    await button(ann, 'Try now')
      .click({ timeout: 1000 })
      .catch(() => undefined);
    await headline(ann, 'This table is gone');
    await says(ann, /no longer has this game/);

    await ben.reload();
    await headline(ben, 'This table is gone');
    await button(ben, 'Play the computer').click();
    await headline(ben, 'Your turn');
  });

  test.each([
    ['in order', 'The server is restarting.'],
    ['at once', /^(The server is restarting|No connection to the server)\.$/],
  ] as const)(
    'a server on disk that was stopped %s goes on in mid-game: a banner, and both play on without reloading',
    async (how, cause) => {
      await using stage = await openStage({ durable: true });
      const [ann, ben] = await twoAtTheTable(stage);
      const loads = await Promise.all([ann, ben].map(loadedAt));
      await playMoves(ann, ben, ['top left', 'centre']);
      const startAgain = await stage.stopServer(how);
      for (const page of [ann, ben]) {
        await button(page, 'Try now').waitFor();
        await says(page, cause);
        await shows(page, 'centre', 'ring');
      }
      // Made while the server was down.
      await square(ann, 'top middle').click();
      await says(ann, 'Your move is on its way.');
      await startAgain();
      for (const page of [ann, ben]) await button(page, 'Try now').waitFor({ state: 'hidden' });
      await shows(ben, 'top middle', 'cross');
      await move(ben, 'bottom left');
      await shows(ann, 'bottom left', 'ring');
      await move(ann, 'top right');
      await headline(ann, 'You win');
      await headline(ben, 'Ann wins');
      await says(ann, '5 of 5 moves');
      expect(await Promise.all([ann, ben].map(loadedAt))).toEqual(loads);
    },
  );

  test('a copied tab takes the seat, and the first tab says so and can play as a new player', async () => {
    await using stage = await openStage();
    const [ann] = await twoAtTheTable(stage);
    const kept = await ann.evaluate(() => Object.entries({ ...sessionStorage }));
    const copy = await ann.context().newPage();
    await copy.addInitScript((entries) => {
      for (const [key, value] of entries) sessionStorage.setItem(key, value);
    }, kept);
    await copy.goto(ann.url());
    await headline(copy, 'Your turn');
    await headline(ann, 'You are playing in another tab');

    await button(ann, 'Play here as someone new').click();
    await button(ann, 'Play the computer').click();
    await headline(ann, 'Your turn');
    await headline(copy, 'Your turn');
  });

  test('an unfinished game is offered on the start screen', async () => {
    await using stage = await openStage();
    const [ann, ben] = await twoAtTheTable(stage);
    await ann.goBack();
    await button(ann, 'Back to the game').click();
    await headline(ann, 'Your turn');
    await ann.getByRole('link', { name: 'tic-tac-toe' }).click();
    await ann.reload();
    await button(ann, 'Give it up').click();
    await headline(ben, 'You win');
    await button(ann, 'Play the computer').waitFor();
    expect(new URL(ann.url()).pathname).toBe('/');
  });
});

/** Changes with every load of the page. */
function loadedAt(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}

async function twoAtTheTable(stage: Stage) {
  const ann = await stage.arrive({ name: 'Ann' });
  const ben = await stage.arrive({ name: 'Ben', path: new URL(await invite(ann)).pathname });
  await headline(ben, 'Ann’s turn');
  await headline(ann, 'Your turn');
  return [ann, ben] as const;
}
