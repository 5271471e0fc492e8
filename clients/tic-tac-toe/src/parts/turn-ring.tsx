// The time left to move, as a ring that empties around the player's mark.

/** Below this many seconds the ring is highlighted. */
const SHORT = 10;

export function TurnRing({ seconds, share }: { seconds: number; share: number }) {
  return (
    <svg class={seconds <= SHORT ? 'turn-ring is-short' : 'turn-ring'} viewBox="0 0 40 40" aria-hidden="true">
      <circle class="turn-ring-track" cx="20" cy="20" r="17.5" />
      <circle class="turn-ring-left" cx="20" cy="20" r="17.5" pathLength={1} stroke-dashoffset={1 - share} />
    </svg>
  );
}
