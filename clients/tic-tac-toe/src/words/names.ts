// How each player is called on this page: "You", or the name, cut to a length that fits.
import type { Side } from '../state/types.ts';

const MOST_CHARACTERS = 24;

export type Names = {
  /** "You" or the name; begins a sentence. */
  subject(side: Side): string;
  /** The name, also of the player at this page. */
  plain(side: Side): string;
  isMe(side: Side): boolean;
};

export function namesOf(bySeat: readonly string[], me: Side | null): Names {
  const plain = (side: Side) => {
    const name = [...(bySeat[side] ?? '')];
    if (name.length === 0) return side === 0 ? 'Player 1' : 'Player 2';
    return name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS).join('')}…` : name.join('');
  };
  return { plain, isMe: (side) => side === me, subject: (side) => (side === me ? 'You' : plain(side)) };
}
