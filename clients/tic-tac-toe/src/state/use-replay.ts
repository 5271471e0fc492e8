// A finished match from the archive of the server: fetched by its id, and played back until the viewer takes over.
import { useEffect, useState } from 'preact/hooks';
import { follow, type Moves } from './moves.ts';
import { cellsOf, type GameDocument, type GameView } from './types.ts';

/** What the page needs of `/matches/<id>`. */
export type RecordedMatch = {
  readonly game: string;
  readonly names: readonly string[];
  readonly outcome: GameDocument['outcome'];
  /** The view at the beginning and after each event; null where the server cannot replay it. */
  readonly steps: readonly GameView[] | null;
};

/** Between two moves, in ms: slow enough to follow, quick enough not to be skipped. */
const STEP_MS = 900;

/** undefined while it is fetched, null if there is none, 'lost' if the server could not be reached. */
export function useRecordedMatch(id: string): RecordedMatch | null | 'lost' | undefined {
  const [match, setMatch] = useState<RecordedMatch | null | 'lost'>();
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

/** How many moves are shown, and whether the next one follows automatically. */
export function usePlayback(count: number) {
  const [at, setAt] = useState(0);
  const [running, setRunning] = useState(true);
  const runs = running && at < count;
  useEffect(() => {
    if (!runs) return;
    const timer = setTimeout(() => setAt(at + 1), STEP_MS);
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
