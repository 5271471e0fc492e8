import { describe, expect, test } from 'vitest';
import { TickBatcher } from '../../src/connection/tick-batcher.ts';

/** Resolves after all that was planned for the end of this tick. */
const tickEnds = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A batcher, receivers and flushables, with a record of all calls to them. */
function rig() {
  const batcher = new TickBatcher();
  const calls: string[] = [];
  const receiver = (name: string, then = (_: string): void => {}) => ({
    text(text: string) {
      calls.push(`${name}: ${text}`);
      then(text);
    },
  });
  const flushed = (name: string) => ({ flush: () => void calls.push(`flushed ${name}`) });
  return { batcher, calls, receiver, flushed };
}

test('texts are handled at the end of the tick, in order, and then all is flushed, once', async () => {
  const { batcher, calls, receiver, flushed } = rig();
  const answering = receiver('a', (text) => batcher.flushLater(flushed(text)));
  batcher.queue(answering, '1');
  batcher.queue(receiver('b'), '2');
  batcher.queue(answering, '3');
  expect(calls).toEqual([]);
  await tickEnds();
  expect(calls).toEqual(['a: 1', 'b: 2', 'a: 3', 'flushed 1', 'flushed 3']);
});

test('a tick without texts flushes at its end, too', async () => {
  const { batcher, calls, flushed } = rig();
  batcher.flushLater(flushed('a'));
  batcher.flushLater(flushed('b'));
  await tickEnds();
  expect(calls).toEqual(['flushed a', 'flushed b']);
});

test('a flush that is planned by a flush runs in the next tick', async () => {
  const { batcher, calls, flushed } = rig();
  batcher.flushLater({ flush: () => batcher.flushLater(flushed('second')) });
  await tickEnds();
  await tickEnds();
  expect(calls).toEqual(['flushed second']);
});

describe('handleQueued', () => {
  test('handles at once all texts that are queued, and none of them again', async () => {
    const { batcher, calls, receiver } = rig();
    const a = receiver('a');
    batcher.queue(a, '1');
    batcher.queue(a, '2');
    batcher.handleQueued();
    expect(calls).toEqual(['a: 1', 'a: 2']);
    batcher.queue(a, '3');
    await tickEnds();
    expect(calls).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });

  test('a receiver that throws costs one text: the others are handled at the end of the tick', async () => {
    const { batcher, calls, receiver } = rig();
    const failing = receiver('a', (text) => {
      if (text === '1') throw new Error('a fault');
    });
    for (const text of ['1', '2', '3']) batcher.queue(failing, text);
    expect(() => batcher.handleQueued()).toThrow('a fault');
    await tickEnds();
    expect(calls).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });

  test('called while a text is handled, it handles the rest, each once and in order', async () => {
    const { batcher, calls, receiver } = rig();
    const a = receiver('a', (text) => text === '1' && batcher.handleQueued());
    for (const text of ['1', '2', '3']) batcher.queue(a, text);
    await tickEnds();
    expect(calls).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });
});
