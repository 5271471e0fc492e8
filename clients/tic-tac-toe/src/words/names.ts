// Who is who, in the words of the one who reads: "you", or a name that no length can break.
import type { Side } from '../state/types.ts';

const MOST_CHARACTERS = 24;

export type Names = {
  /** "You" or the name; begins a sentence. */
  subject(side: Side): string;
  /** The name alone, also one's own. */
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
