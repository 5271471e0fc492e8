import { expect, test } from 'vitest';
import { History } from '../programs/chaos-history.ts';
import { crowd } from './crowd.ts';
import { freshFolder, product } from './serving.ts';

const STORM = 2_000;
const PLAYING = 10;

test('[T10] 2,000 clients dropped at once all resume and miss nothing, and their matches continue', async () => {
  const { server, url } = await product({ folder: freshFolder() });
  await server.start();
  const [still, playing] = [new History(), new History()];
  const dropped = crowd({ url, tables: STORM / 2, history: still, plays: false });
  await still.until(() => dropped.every(({ room }) => room?.document.status === 'playing'));
  const others = crowd({ url, tables: PLAYING, history: playing });
  await playing.until(() => playing.accepted.length > 100);

  const before = playing.accepted.length;
  for (const player of dropped) player.cut();
  await still.until(() => still.returns.resumed + still.returns.joined === STORM);
  const during = playing.accepted.slice(before);
  expect(still.returns).toEqual({ resumed: STORM, joined: 0 });
  // 3 s on two idle cores, clients included; a machine with other work may take longer.
  expect(still.worst.return).toBeLessThan(20_000);
  expect(new Set(during.map(({ room }) => room)).size).toBeGreaterThanOrEqual(PLAYING / 2);

  await Promise.all(others.map((player) => player.stop()));
  expect([...still.strandings, ...playing.strandings, ...still.holes, ...playing.holes]).toEqual([]);
});
