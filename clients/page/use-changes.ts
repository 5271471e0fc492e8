// Draws a component again after each change of what it shows: clients, rooms, lobby watches.
import { useEffect, useReducer } from 'preact/hooks';
import type { Subscribe } from '../../src/client/index.ts';

/** `sources` may be a new array at each drawing: its entries are compared. */
export function useChanges(sources: readonly { readonly subscribe: Subscribe }[]): void {
  const [, redraw] = useReducer((count: number, _: 'changed') => count + 1, 0);
  useEffect(() => {
    // A change between drawing and subscribing would otherwise be missed.
    redraw('changed');
    const stops = sources.map((source) => source.subscribe(() => redraw('changed')));
    return () => {
      for (const stop of stops) stop();
    };
  }, sources as unknown[]);
}
