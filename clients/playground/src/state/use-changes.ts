// Draws again whenever something that can be subscribed to has changed.
import { useEffect, useReducer } from 'preact/hooks';
import type { Subscribe } from '../../../../src/client/index.ts';

export function useChanges(sources: readonly { readonly subscribe: Subscribe }[]): void {
  const [, redraw] = useReducer((count: number, _: 'changed') => count + 1, 0);
  useEffect(() => {
    // A change between drawing and subscribing would otherwise be missed.
    redraw('changed');
    const stops = sources.map((source) => source.subscribe(() => redraw('changed')));
    return () => {
      for (const stop of stops) stop();
    };
  }, [sources]);
}
