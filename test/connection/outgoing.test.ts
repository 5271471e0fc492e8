import { expect, test } from 'vitest';
import { Outgoing } from '../../src/connection/outgoing.ts';

/** Ends with the turn of the loop: what was put off until then before this is done. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('all that was added in a turn is flushed at its end, in order, once', async () => {
  const outgoing = new Outgoing();
  const flushed: string[] = [];
  const one = (name: string) => ({ flush: () => void flushed.push(name) });
  outgoing.add(one('a'));
  outgoing.add(one('b'));
  expect(flushed).toEqual([]);
  await turn();
  expect(flushed).toEqual(['a', 'b']);
});

test('what is added by a flush is flushed in the next turn', async () => {
  const outgoing = new Outgoing();
  const flushed: string[] = [];
  outgoing.add({ flush: () => outgoing.add({ flush: () => void flushed.push('second') }) });
  await turn();
  await turn();
  expect(flushed).toEqual(['second']);
});
