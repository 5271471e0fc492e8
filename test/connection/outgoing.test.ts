import { expect, test } from 'vitest';
import { Outgoing } from '../../src/connection/outgoing.ts';

/** Ends when all that was due before the next event of the loop is done. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('all that was added in a turn is flushed before the next event, in order, once', async () => {
  const outgoing = new Outgoing();
  const flushed: string[] = [];
  const one = (name: string) => ({ flush: () => void flushed.push(name) });
  outgoing.add(one('a'));
  outgoing.add(one('b'));
  expect(flushed).toEqual([]);
  await turn();
  expect(flushed).toEqual(['a', 'b']);
});

test('what is added by a flush is flushed in the same turn', async () => {
  const outgoing = new Outgoing();
  const flushed: string[] = [];
  outgoing.add({ flush: () => outgoing.add({ flush: () => void flushed.push('second') }) });
  await turn();
  expect(flushed).toEqual(['second']);
});
