// A seat as the log shows it: a bot's, one that is played elsewhere, or any seat in the past.
import type { Step } from '../state/server.ts';
import { SeatCard } from './seat-card.tsx';

type WatchedSeatProps = {
  readonly seat: number;
  readonly state: string;
  readonly step: Step;
  readonly before: Step | undefined;
  readonly secretive: boolean;
};

export function WatchedSeat({ seat, state, step, before, secretive }: WatchedSeatProps) {
  const sightAt = ({ view, secrets }: Step) => ({ view, mine: secretive ? (secrets[seat] ?? null) : null });
  const sight = { ...sightAt(step), before: before && sightAt(before) };
  return <SeatCard seat={seat} state={state} outcome={step.outcome} sight={sight} />;
}
