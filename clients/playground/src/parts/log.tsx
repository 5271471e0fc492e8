// The log of a table: its events, with refusals between them; a press on a line shows that step.
import { useEffect, useRef } from 'preact/hooks';
import type { Step } from '../state/server.ts';
import { actorOf, eventText, intentText, seatName, sinceText } from '../words/events.ts';
import type { Refusal } from './played-seat.tsx';

/** `step`: the last step before the refusal. */
export type LoggedRefusal = Refusal & { readonly step: number };

type LogProps = {
  readonly steps: readonly Step[];
  readonly refusals: readonly LoggedRefusal[];
  readonly shown: number;
  readonly onTravel: (step: number) => void;
};

export function Log({ steps, refusals, shown, onTravel }: LogProps) {
  const list = useShownInSight(shown, steps.length + refusals.length);
  return (
    <section class="card log" aria-label="Log of events">
      <h2>Log</h2>
      <ol ref={list}>
        {steps.map((step, index) => (
          <li key={step.step}>
            <Line step={step} before={steps[index - 1]} isShown={index === shown} onTravel={onTravel} />
            {refusals
              .filter((refusal) => refusal.step === index)
              .map((refusal, at) => (
                <RefusedLine key={at} refusal={refusal} />
              ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Scrolls only inside the list; the page does not move. */
function useShownInSight(shown: number, length: number) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const outer = list.current;
    const row = outer?.children[shown];
    if (!outer || !(row instanceof HTMLElement)) return;
    const top = row.offsetTop - outer.offsetTop;
    const isBelow = top + row.offsetHeight > outer.scrollTop + outer.clientHeight;
    if (isBelow || top < outer.scrollTop) outer.scrollTop = top - outer.clientHeight / 2;
  }, [shown, length]);
  return list;
}

type LineProps = {
  readonly step: Step;
  readonly before: Step | undefined;
  readonly isShown: boolean;
  readonly onTravel: (step: number) => void;
};

function Line({ step, before, isShown, onTravel }: LineProps) {
  const doer = actorOf(step.event);
  const time = new Date(step.at).toLocaleTimeString();
  return (
    <button
      type="button"
      class="log-line"
      aria-current={isShown ? 'step' : undefined}
      title={`${time}, revision ${step.revision}`}
      onClick={() => onTravel(step.step)}
    >
      <span class="log-step">{step.step}</span>
      <Doer seat={doer} other={step.event.type === 'begin' ? 'table' : 'clock'} />
      <span class="log-what">{eventText(step.event)}</span>
      <span class="log-when">{sinceText(step.at, before?.at)}</span>
      <span class="log-revision">r{step.revision}</span>
    </button>
  );
}

function Doer({ seat, other }: { readonly seat: number | undefined; readonly other?: string }) {
  if (seat === undefined) return <span class="log-who log-nobody">{other}</span>;
  return (
    <span class={`log-who seat-${seat % 8}`}>
      <span class="seat-dot" aria-hidden="true" />
      {seatName(seat)}
    </span>
  );
}

function RefusedLine({ refusal: { seat, intent, code, reason } }: { readonly refusal: LoggedRefusal }) {
  return (
    <p class="log-line log-refused">
      <span class="log-step">✕</span>
      <Doer seat={seat} />
      <span class="log-what">{intentText(intent)}</span>
      <span class="log-why">
        {code} {reason}
      </span>
    </p>
  );
}
