// A finished match as the server keeps it: fetched by its id, and leafed through by itself until somebody takes over.
import { useEffect, useState } from 'preact/hooks';
import { follow, type Moves } from './moves.ts';
import { cellsOf, type GameDocument, type GameView } from './types.ts';

/** What the page needs of `/matches/<id>`. */
export type KeptMatch = {
  readonly game: string;
  readonly names: readonly string[];
  readonly outcome: GameDocument['outcome'];
  /** The view at the beginning and after each event; null where the server cannot replay it. */
  readonly steps: readonly GameView[] | null;
};

/** Between two moves, in ms: slow enough to follow, quick enough not to be skipped. */
const PACE = 900;

/** `undefined` while it is fetched, null where there is none, 'lost' where the server could not be asked. */
export function useKeptMatch(id: string): KeptMatch | null | 'lost' | undefined {
  const [match, setMatch] = useState<KeptMatch | null | 'lost'>();
  useEffect(() => {
    fetch(`/matches/${encodeURIComponent(id)}`)
      .then((response) => (response.ok ? response.json() : response.status === 404 ? null : 'lost'))
      .catch(() => 'lost')
      .then(setMatch);
  }, []);
  return match;
}

export function movesOf(steps: readonly GameView[]): Moves | null {
  return steps.reduce<Moves | null>((moves, view) => follow(moves, '', cellsOf(view)), null);
}

/** How many of the moves are shown, and whether the next one follows by itself. */
export function useLeafing(count: number) {
  const [at, setAt] = useState(0);
  const [running, setRunning] = useState(true);
  const runs = running && at < count;
  useEffect(() => {
    if (!runs) return;
    const timer = setTimeout(() => setAt(at + 1), PACE);
    return () => clearTimeout(timer);
  }, [at, runs]);
  return {
    at,
    runs,
    turn(to: number) {
      setRunning(false);
      setAt(to);
    },
    toggle() {
      setRunning(!runs);
      if (at >= count) setAt(0);
    },
  };
}
