// What a seat saw before the last change, so that the change can be highlighted.
import { useRef } from 'preact/hooks';
import type { Json } from './server.ts';

export type SeatView = {
  readonly view: Json;
  /** Its secrets; null in games without secrets. */
  readonly mine: Json;
  /** The same before the last change. */
  readonly before?: { readonly view: Json; readonly mine: Json } | undefined;
};

type Seen = Omit<SeatView, 'before'>;

/** Adds the view before the last change. A revision that changes neither view nor secrets does not count. */
export function usePrevious(seen: Seen | undefined): SeatView | undefined {
  const memory = useRef<{ now: Seen | undefined; before: Seen | undefined }>({
    now: undefined,
    before: undefined,
  });
  const { now, before } = memory.current;
  const isNew = seen?.view !== now?.view || seen?.mine !== now?.mine;
  if (isNew) memory.current = { now: seen, before: now ?? before };
  return seen && { ...seen, before: memory.current.before };
}
