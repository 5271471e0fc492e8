// The way back and forth through the steps of a match; at its end one is where the match is.
import { useId } from 'preact/hooks';

type TimelineProps = {
  readonly last: number;
  /** null: where the match is now. */
  readonly at: number | null;
  readonly onTravel: (at: number | null) => void;
};

export function Timeline({ last, at, onTravel }: TimelineProps) {
  const id = useId();
  const shown = at ?? last;
  const to = (step: number) => onTravel(step >= last ? null : Math.max(0, step));
  return (
    <div class="timeline">
      <label for={id} class="timeline-at">
        Step <b>{shown}</b> of {last}
      </label>
      <div class="timeline-row">
        <Move
          label="To the beginning"
          sign="M7 5v14M19 5l-9 7 9 7z"
          isOff={shown === 0}
          onClick={() => to(0)}
        />
        <Move
          label="One step back"
          sign="M16 5l-9 7 9 7z"
          isOff={shown === 0}
          onClick={() => to(shown - 1)}
        />
        <input
          id={id}
          type="range"
          min={0}
          max={last}
          value={shown}
          onInput={(event) => to(event.currentTarget.valueAsNumber)}
        />
        <Move label="One step on" sign="M8 5l9 7-9 7z" isOff={at === null} onClick={() => to(shown + 1)} />
        <Move
          label="To the present"
          sign="M17 5v14M5 5l9 7-9 7z"
          isOff={at === null}
          onClick={() => to(last)}
        />
      </div>
    </div>
  );
}

type MoveProps = {
  readonly label: string;
  readonly sign: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
};

/** Off by its looks alone: the keyboard must not fall out of a button that is pressed again and again. */
function Move({ label, sign, isOff, onClick }: MoveProps) {
  return (
    <button
      type="button"
      class="button button-icon"
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      onClick={() => isOff || onClick()}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={sign} />
      </svg>
    </button>
  );
}
