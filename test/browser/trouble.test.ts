// Every failure ends in a sentence and a next step, never in a blank page.
import { expect, test } from 'vitest';
import { describeInBrowser, useStage } from './stage.ts';
import { button, headline, invite, move, says, shows, square } from './table.ts';

describeInBrowser('trouble', () => {
  const openStage = useStage();

  test('a refused move appears at once and is taken back with its reason', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const ben = await stage.arrive({ name: 'Ben' });
    // The test changes the second move on its way to the server into one onto a taken square.
    await ben.routeWebSocket('**/ws', (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((text) => server.send(String(text).replace('"cell":0', '"cell":4')));
    });
    await ben.goto(await invite(ann));
    await move(ann, 'centre');
    await headline(ben, 'Your turn');
    await square(ben, 'top left').click();
    await says(ben, 'That square is taken.');
    await shows(ben, 'top left', 'empty');
    await move(ben, 'top right');
    await shows(ann, 'top right', 'ring');
  });

  test('a move out of turn or onto a mark is explained without asking the server', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const ben = await stage.arrive({ name: 'Ben', path: new URL(await invite(ann)).pathname });
    await headline(ben, 'Ann’s turn');
    await square(ben, 'centre').click();
    await says(ben, 'It is not your turn yet.');
    await move(ann, 'centre');
    await headline(ben, 'Your turn');
    await square(ben, 'centre').click();
    await says(ben, 'That square is taken.');
  });

  test('a link with a wrong code offers a game against the computer', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ path: '/join/NNNNNN' });
    await headline(page, 'This link leads nowhere');
    await button(page, 'Play the computer').click();
    await headline(page, 'Your turn');
  });

  test('a third player finds the table full and may watch instead', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const path = new URL(await invite(ann)).pathname;
    const ben = await stage.arrive({ name: 'Ben', path });
    await headline(ben, 'Ann’s turn');
    const cleo = await stage.arrive({ name: 'Cleo', path });
    await headline(cleo, 'This table is full');
    await button(cleo, 'Watch the game').click();
    await says(cleo, 'You are watching.');
  });

  test('a page whose script does not load says what to do', async () => {
    await using stage = await openStage();
    const broken = await stage.arrive({ path: '/favicon.svg' });
    await broken.route('**/assets/*.js', (route) => route.abort());
    await broken.goto(stage.url);
    await headline(broken, 'The game could not start here');
    await broken.getByRole('link', { name: 'Load the page again' }).waitFor();

    const scriptless = await stage.arrive({ javaScriptEnabled: false });
    await says(scriptless, /needs JavaScript/);
  });

  test('the link can be copied where the browser offers no clipboard', async () => {
    await using stage = await openStage();
    const page = await stage.arrive();
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.reload();
    const link = await invite(page);
    await button(page, 'Copy').click();
    await button(page, 'Copied').waitFor();
    await page.evaluate(() => document.body.append(document.createElement('textarea')));
    await page.locator('textarea').press('Control+V');
    expect(await page.locator('textarea').inputValue()).toBe(link);
  });

  test('chat is shown as text, cut to a limited length', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const ben = await stage.arrive({ name: 'Ben' });
    await ben.routeWebSocket('**/ws', (socket) => {
      const server = socket.connectToServer();
      const long = `<b>bold</b>${'x'.repeat(250)}`;
      socket.onMessage((text) => server.send(String(text).replace('"Hello!"', JSON.stringify(long))));
    });
    await ben.goto(await invite(ann));
    await headline(ben, 'Ann’s turn');
    await button(ben, 'Hello!').click();
    const bubble = ann.getByText('<b>bold</b>');
    expect((await bubble.textContent())?.length).toBe(121);
  });
});
