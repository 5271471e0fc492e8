// Steps back and forth through a match; the last position follows the running match.
import { useId } from 'preact/hooks';

type TimelineProps = {
  readonly last: number;
  /** null: the running match. */
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

/** Looks disabled, but is not: a disabled button would lose the keyboard focus. */
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
