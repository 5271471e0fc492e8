import { describe, expect, test } from 'vitest';
import { Turn } from '../../src/connection/turn.ts';

/** Ends with the turn of the loop: what was put off until then before this is done. */
const turnEnds = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A turn, one who speaks in it, and one to be flushed; all that happens to them is told. */
function rig() {
  const turn = new Turn();
  const told: string[] = [];
  const speaker = (name: string, then = (_: string): void => {}) => ({
    hear(text: string) {
      told.push(`${name}: ${text}`);
      then(text);
    },
  });
  const flushed = (name: string) => ({ flush: () => void told.push(`flushed ${name}`) });
  return { turn, told, speaker, flushed };
}

test('all that was said in a turn is handled at its end, in order, and then all is flushed, once', async () => {
  const { turn, told, speaker, flushed } = rig();
  const answering = speaker('a', (text) => turn.add(flushed(text)));
  turn.say(answering, '1');
  turn.say(speaker('b'), '2');
  turn.say(answering, '3');
  expect(told).toEqual([]);
  await turnEnds();
  expect(told).toEqual(['a: 1', 'b: 2', 'a: 3', 'flushed 1', 'flushed 3']);
});

test('what is to be flushed though nothing was said is flushed at the end of the turn', async () => {
  const { turn, told, flushed } = rig();
  turn.add(flushed('a'));
  turn.add(flushed('b'));
  await turnEnds();
  expect(told).toEqual(['flushed a', 'flushed b']);
});

test('what is added by a flush is flushed in the next turn', async () => {
  const { turn, told, flushed } = rig();
  turn.add({ flush: () => turn.add(flushed('second')) });
  await turnEnds();
  await turnEnds();
  expect(told).toEqual(['flushed second']);
});

describe('settling', () => {
  test('handles what was said until then at once, and never again', async () => {
    const { turn, told, speaker } = rig();
    const a = speaker('a');
    turn.say(a, '1');
    turn.say(a, '2');
    turn.settle();
    expect(told).toEqual(['a: 1', 'a: 2']);
    turn.say(a, '3');
    await turnEnds();
    expect(told).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });

  test('that throws costs one text: the others are handled at the end of the turn', async () => {
    const { turn, told, speaker } = rig();
    const failing = speaker('a', (text) => {
      if (text === '1') throw new Error('a fault');
    });
    for (const text of ['1', '2', '3']) turn.say(failing, text);
    expect(() => turn.settle()).toThrow('a fault');
    await turnEnds();
    expect(told).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });

  test('from within a text handles the rest, each once and in order', async () => {
    const { turn, told, speaker } = rig();
    const a = speaker('a', (text) => text === '1' && turn.settle());
    for (const text of ['1', '2', '3']) turn.say(a, text);
    await turnEnds();
    expect(told).toEqual(['a: 1', 'a: 2', 'a: 3']);
  });
});
