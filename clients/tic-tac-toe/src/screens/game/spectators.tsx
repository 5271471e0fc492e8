// The number of spectators, and their last chat line.
import { Bubble } from '../../parts/bubble.tsx';
import type { Bubble as Words } from '../../state/use-bubbles.ts';

export function Spectators({ spectators, bubbles }: { spectators: number; bubbles: readonly Words[] }) {
  const words = bubbles.find((bubble) => bubble.seat === null);
  if (spectators === 0 && !words) return null;
  return (
    <p class="stands">
      {spectators} watching
      {words && (
        <>
          <span class="unseen">{words.name} says:</span>
          <Bubble words={words} />
        </>
      )}
    </p>
  );
}
