import { describe, expect, test } from 'vitest';
import { TickBatcher } from '../../src/connection/tick-batcher.ts';

/** Ends with the turn of the loop: what was put off until then before this is done. */
const turnEnds = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A turn, one who speaks in it, and one to be flushed; all that happens to them is calls. */
function rig() {
  const batcher = new TickBatcher();
  const calls: string[] = [];
  const receiver = (name: string, then = (_: string): void => {}) => ({
    receive(text: string) {
      calls.push(`${name}: ${text}`);
      then(text);
    },
  });
  const flushed = (name: string) => ({ flush: () => void calls.push(`flushed ${name}`) });
  return { batcher, calls, receiver, flushed };
}

test('all that was said in a turn is handled at its end, in order, and then all is flushed, once', async () => {
  const { batcher, calls, receiver, flushed } = rig();
  const answering = receiver('a', (text) => batcher.flushLater(flushed(text)));
  batcher.queue(answering, '1');
  batcher.queue(receiver('b'), '2');
  batcher.queue(answering, '3');
  expect(calls).toEqual([]);
  await turnEnds();
  expect(calls).toEqual(['a: 1', 'b: 2', 'a: 3', 'flushed 1', 'flushed 3']);
});

test('what is to be flushed though nothing was said is flushed at the end of the turn', async () => {
  const { batcher, calls, flushed } = rig();
  batcher.flushLater(flushed('a'));
  batcher.flushLater(flushed('b'));
  await turnEnds();
  expect(calls).toEqual(['flushed a', 'flushed b']);
});

test('what is added by a flush is flushed in the next turn', async () => {
  const { batcher, calls, flushed } = rig();
  batcher.flushLater({ flush: () => batcher.flushLater(flushed('second')) });
  await turnEnds();
  await turnEnds();
  expect(calls).toEqual(['flushed second']);
});

describe('settling', () => {
  test('handles what was said until then at once, and never again', async () => {
    const { batcher, calls, receiver } = rig();
    const a = receiver('a');
    batcher.queue(a, '1');
    batcher.queue(a, '2');
    batcher.handleQueued();
    expect(calls).toEqual(['a: 1', 'a: 2']);
    batcher.queue(a, '3');
    await turnEnds();
    expect(calls).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });

  test('that throws costs one text: the others are handled at the end of the turn', async () => {
    const { batcher, calls, receiver } = rig();
    const failing = receiver('a', (text) => {
      if (text === '1') throw new Error('a fault');
    });
    for (const text of ['1', '2', '3']) batcher.queue(failing, text);
    expect(() => batcher.handleQueued()).toThrow('a fault');
    await turnEnds();
    expect(calls).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });

  test('from within a text handles the rest, each once and in order', async () => {
    const { batcher, calls, receiver } = rig();
    const a = receiver('a', (text) => text === '1' && batcher.handleQueued());
    for (const text of ['1', '2', '3']) batcher.queue(a, text);
    await turnEnds();
    expect(calls).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });
});
