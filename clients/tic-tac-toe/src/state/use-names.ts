// The players' names. A player who has left keeps the name here.
import { useRef } from 'preact/hooks';
import { type Names, namesOf } from '../words/names.ts';
import type { GameDocument, Side } from './types.ts';

export function useNames(document: GameDocument, me: Side | null): Names {
  const known = useRef<readonly string[]>([]);
  known.current = document.seats.map((seat, side) => seat?.name ?? known.current[side] ?? '');
  return namesOf(known.current, me);
}
