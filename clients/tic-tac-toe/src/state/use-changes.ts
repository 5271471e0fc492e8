// Draws again whenever something that can be subscribed to has changed.
import { useEffect, useReducer } from 'preact/hooks';
import type { Subscribe } from '../../../../src/client/index.ts';

export function useChanges(source: { readonly subscribe: Subscribe } | null): void {
  const [, redraw] = useReducer((count: number, _: 'changed') => count + 1, 0);
  useEffect(() => {
    if (!source) return;
    // A change between drawing and subscribing would otherwise be missed.
    redraw('changed');
    return source.subscribe(() => redraw('changed'));
  }, [source]);
}
