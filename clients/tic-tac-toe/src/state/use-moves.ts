// Records the moves of the match while it is shown, also across a reload.
import { useEffect, useRef } from 'preact/hooks';
import { follow, type Moves } from './moves.ts';
import { storedMoves } from './stored.ts';
import { cellsOf, type GameRoom } from './types.ts';

export function useMoves(room: GameRoom): Moves | null {
  const seen = useRef<Moves | null | undefined>(undefined);
  if (seen.current === undefined) seen.current = remembered();

  const { view, match } = room.document;
  if (view) seen.current = follow(seen.current, `${room.id}/${match}`, cellsOf(view));

  const moves = seen.current;
  useEffect(() => storedMoves.set(moves && JSON.stringify(moves)), [moves]);
  return moves;
}

function remembered(): Moves | null {
  try {
    return JSON.parse(storedMoves.get() ?? 'null') as Moves | null;
  } catch {
    return null;
  }
}
