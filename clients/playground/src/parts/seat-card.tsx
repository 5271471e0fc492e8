// A seat: what it sees, what it alone may see, what it may do, and how its last try was refused.
import type { ComponentChildren } from 'preact';
import { Tree } from '../json/tree.tsx';
import type { Json, Outcome } from '../state/server.ts';
import type { Sight } from '../state/use-before.ts';
import { seatName } from '../words/happenings.ts';

type SeatCardProps = {
  readonly seat: number;
  /** What kind of player, and how it fares: a few words. */
  readonly state: string;
  readonly isToAct?: boolean;
  readonly outcome: Outcome | null;
  readonly sight: Sight | undefined;
  /** Beside the name, like a link. */
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
