// The computer's levels on the start screen: chosen once, kept for the next visit.
import { expect, test } from 'vitest';
import { describeInBrowser, useStage } from './stage.ts';
import { button, headline, scrollsSideways, square } from './table.ts';

describeInBrowser('levels of the computer', () => {
  const openStage = useStage();

  test('a level is chosen by mouse or keyboard, sent to the server, and remembered', async () => {
    await using stage = await openStage();
    const page = await stage.arrive({ viewport: { width: 320, height: 568 } });
    const level = (name: string) => page.getByRole('radio', { name });
    await page.getByRole('group', { name: 'How well the computer plays' }).waitFor();
    expect(await level('medium').isChecked()).toBe(true);
    expect(await scrollsSideways(page)).toBe(false);
    await page.getByText('hard', { exact: true }).click();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await level('easy').isChecked()).toBe(true);
    await level('hard').check();
    await page.reload();
    expect(await level('hard').isChecked()).toBe(true);

    const made = page.waitForEvent('websocket').then((socket) => sent(socket, 'room.create'));
    await page.reload();
    await button(page, 'Play the computer').click();
    expect(JSON.parse(await made)).toMatchObject({ payload: { bots: 1, level: 'hard' } });
    await headline(page, 'Your turn');
    await square(page, 'top middle').click();
    await headline(page, 'Your turn');
  });
});

type Sending = { on(event: 'framesent', take: (frame: { payload: string | Buffer }) => void): unknown };

function sent(socket: Sending, type: string): Promise<string> {
  return new Promise((resolve) => {
    socket.on('framesent', ({ payload }) => String(payload).includes(type) && resolve(String(payload)));
  });
}
