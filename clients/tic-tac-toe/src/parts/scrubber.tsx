// Steps through the moves of a finished game. A slider, which works with arrow keys and touch by itself.
import { boardAfter, type Moves } from '../state/moves.ts';
import { markName, placeName } from '../words/places.ts';

type ScrubberProps = {
  readonly moves: Moves;
  readonly at: number;
  readonly onTurn: (to: number) => void;
};

export function Scrubber({ moves, at, onTurn }: ScrubberProps) {
  const count = moves.made.length;
  const before = boardAfter(moves, 0).filter((side) => side !== null).length;
  return (
    <div class="scrubber">
      <button
        type="button"
        class="step"
        aria-label="Back one move"
        disabled={at <= 0}
        onClick={() => onTurn(at - 1)}
      >
        <Chevron points="M15 5L8 12L15 19" />
      </button>
      <label class="scrubber-track">
        <span class="scrubber-label">
          {before + at} of {before + count} moves
        </span>
        <input
          type="range"
          min={0}
          max={count}
          value={at}
          aria-valuetext={describe(moves, at, before)}
          onInput={(event) => onTurn(event.currentTarget.valueAsNumber)}
        />
      </label>
      <button
        type="button"
        class="step"
        aria-label="Forward one move"
        disabled={at >= count}
        onClick={() => onTurn(at + 1)}
      >
        <Chevron points="M9 5L16 12L9 19" />
      </button>
    </div>
  );
}

function Chevron({ points }: { points: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={points} />
    </svg>
  );
}

function describe(moves: Moves, at: number, before: number): string {
  const move = moves.made[at - 1];
  if (!move) return 'before the first move';
  return `move ${before + at}: ${markName(move.side)}, ${placeName(move.cell)}`;
}
