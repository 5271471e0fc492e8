// A seat: its view, its secrets, and what the caller adds, such as legal intents.
import type { ComponentChildren } from 'preact';
import { Tree } from '../json/tree.tsx';
import type { Json, Outcome } from '../state/server.ts';
import type { SeatView } from '../state/use-previous.ts';
import { seatName } from '../words/events.ts';

type SeatCardProps = {
  readonly seat: number;
  /** The kind and state of the player, in a few words. */
  readonly state: string;
  readonly isToAct?: boolean;
  readonly outcome: Outcome | null;
  readonly sight: SeatView | undefined;
  /** Next to the name, such as a link. */
  readonly aside?: ComponentChildren;
  readonly children?: ComponentChildren;
};

export function SeatCard({ seat, state, isToAct, outcome, sight, aside, children }: SeatCardProps) {
  const name = seatName(seat);
  const hasWon = outcome?.winners.includes(seat);
  return (
    <section class={`card seat seat-${seat % 8}${isToAct ? ' is-to-act' : ''}`} aria-label={name}>
      <div class="seat-head">
        <span class="seat-dot" aria-hidden="true" />
        <h2>{name}</h2>
        <p class={hasWon ? 'seat-state has-won' : 'seat-state'}>{hasWon ? 'wins' : state}</p>
        {aside}
      </div>
      {sight && (
        <>
          <Sees title="sees" seat={name} value={sight.view} before={sight.before?.view} />
          {sight.mine !== null && (
            <Sees title="alone sees" seat={name} value={sight.mine} before={sight.before?.mine} />
          )}
        </>
      )}
      {children}
    </section>
  );
}

type SeesProps = {
  readonly title: string;
  readonly seat: string;
  readonly value: Json;
  readonly before: Json | undefined;
};

function Sees({ title, seat, value, before }: SeesProps) {
  return (
    <div class={title === 'sees' ? 'sees' : 'sees sees-alone'}>
      <h3>{title}</h3>
      <Tree label={`${seat} ${title}`} value={value} before={before} />
    </div>
  );
}
