// What has just happened at the table, as full sentences for screen readers.
import type { Position } from '../state/position.ts';
import type { GameDocument } from '../state/types.ts';
import { headline, reason } from './headlines.ts';
import type { Names } from './names.ts';
import { markName, placeName } from './places.ts';

type Moment = { readonly position: Position; readonly document: GameDocument };

/** null if nothing changed that a player needs to know. */
export function announcement(before: Moment | null, now: Moment, names: Names): string | null {
  const next = headline(now.position, now.document, names);
  if (!before || before.document.match !== now.document.match) {
    return now.position.phase === 'playing' ? `The game begins. ${next}.` : `${next}.`;
  }
  const move = newMark(before.position, now.position);
  const made = move && `${names.subject(move.side)}: ${markName(move.side)}, ${placeName(move.cell)}.`;
  const ended = !before.document.outcome && now.document.outcome;
  if (ended) return [made, `${next}.`, `${reason(now.document, names)}.`].filter(Boolean).join(' ');
  // The move may have ended the game, so whose turn it is follows from the server's answer only.
  if (made) return now.position.pending === null ? `${made} ${next}.` : made;
  return presence(before.document, now.document, names);
}

function newMark(before: Position, now: Position) {
  const cell = now.cells.findIndex((side, index) => side !== null && before.cells[index] !== side);
  const side = now.cells[cell];
  return side === 0 || side === 1 ? { cell, side } : null;
}

function presence(before: GameDocument, now: GameDocument, names: Names): string | null {
  for (const side of [0, 1] as const) {
    if (names.isMe(side)) continue;
    const was = before.seats[side]?.connected;
    const is = now.seats[side]?.connected;
    if (was && is === false) return `${names.plain(side)} is away.`;
    if (was === false && is) return `${names.plain(side)} is back.`;
    if (now.rematch.includes(side) && !before.rematch.includes(side)) {
      return `${names.plain(side)} would like a rematch.`;
    }
  }
  return null;
}
