// The line above the board, and the phrase that explains how a match ended.
import type { Position } from '../state/position.ts';
import { type GameDocument, type Side, sideOf } from '../state/types.ts';
import type { Names } from './names.ts';

export function headline(position: Position, document: GameDocument, names: Names): string {
  if (document.outcome) return verdict(document, names);
  if (position.turn === null) return 'One moment';
  return names.isMe(position.turn) ? 'Your turn' : `${names.plain(position.turn)}’s turn`;
}

/** The part of a finished match that is needed, from a room or from a record. */
type Over = Pick<GameDocument, 'outcome'>;

export function winnerOf(document: Over): Side | null {
  return sideOf(document.outcome?.winners[0] ?? null);
}

/** "three in a row", "Ben ran out of time"; empty where there is nothing to add. */
export function reason(document: Over, names: Names): string {
  const winner = winnerOf(document);
  const loser = winner === null ? null : names.subject(winner === 0 ? 1 : 0);
  switch (document.outcome?.reason) {
    case 'three-in-a-row':
      return 'Three in a row';
    case 'draw':
      return 'The board is full';
    case 'time':
      return `${loser ?? 'Someone'} ran out of time`;
    case 'resigned':
      return `${loser ?? 'Someone'} resigned`;
    case 'left':
      return `${loser ?? 'Someone'} left the game`;
    default:
      return '';
  }
}

export function verdict(document: Over, names: Names): string {
  const winner = winnerOf(document);
  if (winner === null) return 'A draw';
  return names.isMe(winner) ? 'You win' : `${names.plain(winner)} wins`;
}
