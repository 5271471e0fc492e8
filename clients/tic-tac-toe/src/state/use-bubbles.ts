// The last chat line of each seat, for as long as it takes to read it.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ChatLine } from '../../../../src/client/index.ts';
import type { GameRoom } from './types.ts';

/** Long enough to read at a glance, in ms. */
const SHOWN_FOR = 6000;
/** Other clients may send longer texts: more than this is cut off. */
const MOST_CHARACTERS = 120;

/** `seat` is null for a spectator. */
export type Bubble = {
  readonly seat: number | null;
  readonly name: string;
  readonly text: string;
  readonly at: number;
};

export function useBubbles(room: GameRoom): {
  bubbles: readonly Bubble[];
  say(text: string): void;
} {
  const [bubbles, setBubbles] = useState<readonly Bubble[]>([]);

  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stop = room.onChat((line) => {
      const bubble = bubbleOf(line);
      setBubbles((now) => [...now.filter((old) => old.seat !== bubble.seat), bubble]);
      const timer = setTimeout(() => {
        timers.delete(timer);
        setBubbles((now) => now.filter((old) => old !== bubble));
      }, SHOWN_FOR);
      timers.add(timer);
    });
    return () => {
      stop();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [room]);

  const say = useCallback(
    (text: string) => {
      // A lost chat line is not worth an error message.
      room.chat(text).catch(() => {});
    },
    [room],
  );

  return { bubbles, say };
}

function bubbleOf({ from, text, at }: ChatLine): Bubble {
  const characters = [...text.replace(/\s+/g, ' ')];
  const cut = characters.length > MOST_CHARACTERS;
  return {
    seat: from.seat,
    name: from.name,
    at,
    text: cut ? `${characters.slice(0, MOST_CHARACTERS).join('')}…` : characters.join(''),
  };
}
