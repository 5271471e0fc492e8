// Whole games through the page: against a stranger, a friend, the computer, oneself; and with spectators.
import { expect, test } from 'vitest';
import { describeInBrowser, useStage } from './stage.ts';
import { button, crossesWin, headline, invite, move, playMoves, says, shows, square } from './table.ts';

describeInBrowser('playing', () => {
  const openStage = useStage();

  test('two strangers play a whole game, a rematch with swapped seats, and step through its moves', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const ben = await stage.arrive({ name: 'Ben' });
    await button(ann, 'Play online').click();
    await headline(ann, 'Looking for an opponent');
    await button(ben, 'Play online').click();
    await headline(ann, /turn$/);

    const annBegins = (await ann.getByRole('heading', { level: 1 }).textContent()) === 'Your turn';
    const [first, second] = annBegins ? [ann, ben] : [ben, ann];
    await headline(second, `${annBegins ? 'Ann' : 'Ben'}’s turn`);
    expect(await first.title()).toBe('Your turn · Tic-tac-toe');
    await playMoves(first, second, crossesWin);
    await headline(first, 'You win');
    await headline(second, `${annBegins ? 'Ann' : 'Ben'} wins`);
    await says(second, 'Three in a row');

    await first.getByRole('slider').press('ArrowLeft');
    await shows(first, 'top right', 'empty');
    await button(first, 'Back one move').click();
    await shows(first, 'bottom left', 'empty');

    await button(second, 'Rematch').click();
    await says(second, /to agree…$/);
    await button(first, 'Accept rematch').click();
    await headline(second, 'Your turn');
    await move(second, 'centre');
    await shows(first, 'centre', 'cross');
  });

  test('the first move against the computer takes two clicks, and the computer answers', async () => {
    await using stage = await openStage();
    const page = await stage.arrive();
    await button(page, 'Play the computer').click();
    await square(page, 'centre').click();
    await shows(page, 'centre', 'cross');
    await button(page, /, ring$/)
      .first()
      .waitFor();
    await headline(page, 'Your turn');
  });

  test('a waiting player can play the computer instead, and leaves the queue', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    await button(ann, 'Play online').click();
    await button(ann, 'Play the computer instead').click();
    await headline(ann, 'Your turn');
    const ben = await stage.arrive({ name: 'Ben' });
    await button(ben, 'Play online').click();
    await headline(ben, 'Looking for an opponent');
    await move(ann, 'centre');
    await button(ann, /, ring$/)
      .first()
      .waitFor();
    await headline(ben, 'Looking for an opponent');
  });

  test('a player who stays after the end sees that the opponent has left', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const ben = await stage.arrive({ name: 'Ben', path: new URL(await invite(ann)).pathname });
    await playMoves(ann, ben, crossesWin);
    await headline(ben, 'Ann wins');
    await button(ben, 'Leave').click();
    await says(ann, 'Ben has left the table.');
    await headline(ann, 'You win');
  });

  test('a friend plays by opening the link, and the name is stored for the next visit', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive();
    await ann.getByRole('textbox', { name: 'Your name' }).fill('Ann');
    const link = await invite(ann);
    const ben = await stage.arrive({ name: 'Ben', path: new URL(link).pathname });
    await headline(ben, 'Ann’s turn');
    await move(ann, 'centre');
    await move(ben, 'top left');
    await shows(ann, 'top left', 'ring');

    await ann.goto(`${stage.url}/nowhere/at/all`);
    await headline(ann, 'There is nothing here');
    expect(await ann.evaluate(() => localStorage.getItem('tic-tac-toe.name'))).toBe('Ann');
  });

  test('a typed code leads to the same table, with any case and spaces', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const code = new URL(await invite(ann)).pathname.slice('/join/'.length);
    const ben = await stage.arrive({ name: 'Ben' });
    await ben
      .getByRole('textbox', { name: 'Got a code from a friend?' })
      .fill(`${code.slice(0, 3).toLowerCase()} ${code.slice(3)}`);
    await button(ben, 'Join').click();
    await headline(ben, 'Ann’s turn');
  });

  test('two tabs of one browser are two players', async () => {
    await using stage = await openStage();
    const one = await stage.arrive({ name: 'Ann' });
    const link = await invite(one);
    const two = await one.context().newPage();
    await two.goto(link);
    await playMoves(one, two, crossesWin);
    await headline(one, 'You win');
    await headline(two, 'Ann wins');
  });

  test('spectators see a public game live in the list and on the board, and cannot move', async () => {
    await using stage = await openStage();
    const watcher = await stage.arrive({ name: 'Wim' });
    const ann = await stage.arrive({ name: 'Ann' });
    const ben = await stage.arrive({ name: 'Ben' });
    await button(ann, 'Play online').click();
    await button(ben, 'Play online').click();
    await headline(ann, /turn$/);
    await button(watcher, /^Watch/).click();
    await says(watcher, 'You are watching.');
    expect(new URL(watcher.url()).pathname).toMatch(/^\/watch\//);
    await says(ann, '1 watching');

    const first = (await ann.getByRole('heading', { level: 1 }).textContent()) === 'Your turn' ? ann : ben;
    await move(first, 'centre');
    await shows(watcher, 'centre', 'cross');
    expect(await square(watcher, 'top left').getAttribute('aria-disabled')).toBe('true');

    await watcher.reload();
    await shows(watcher, 'centre', 'cross');
    await button(first, 'Nice move!').click();
    await says(watcher, 'Nice move!');
  });

  test('resigning takes two presses, and the opponent wins', async () => {
    await using stage = await openStage();
    const ann = await stage.arrive({ name: 'Ann' });
    const ben = await stage.arrive({ name: 'Ben', path: new URL(await invite(ann)).pathname });
    await headline(ben, 'Ann’s turn');
    await button(ann, 'Resign').click();
    await button(ann, 'Yes, resign').click();
    await headline(ann, 'Ben wins');
    await headline(ben, 'You win');
    await says(ben, 'Ann resigned');
  });
});
