// Why a seat cannot be played from this window, and a button to try again.
import type { Player } from '../state/player.ts';

const words = {
  elsewhere: 'This seat is open in another window.',
  left: 'The player left this seat.',
  offline: 'The server cannot be reached; trying again …',
  refused: 'This seat is no longer available.',
} as const;

export function SeatTrouble({ player }: { readonly player: Player }) {
  const { trouble, error } = player;
  if (!trouble) return null;
  return (
    <div class="trouble" role="status">
      <p>
        {words[trouble]} {error && <code>{error.code}</code>}
      </p>
      {(trouble === 'elsewhere' || trouble === 'refused') && (
        <button type="button" class="button button-small" onClick={() => player.open()}>
          {trouble === 'elsewhere' ? 'Take it back' : 'Try again'}
        </button>
      )}
    </div>
  );
}
