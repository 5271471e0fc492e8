// What a seat saw a revision before, so that the change can be shown.
import { useRef } from 'preact/hooks';
import type { Json } from './server.ts';

export type Sight = {
  readonly view: Json;
  /** Its secrets; null in games without. */
  readonly mine: Json;
  /** As it was a revision before. */
  readonly before?: { readonly view: Json; readonly mine: Json } | undefined;
};

type Seen = Omit<Sight, 'before'>;

/** The sight with the one before it. A revision that changes nothing of it, like a presence, counts for none. */
export function useBefore(seen: Seen | undefined): Sight | undefined {
  const memory = useRef<{ now: Seen | undefined; before: Seen | undefined }>({
    now: undefined,
    before: undefined,
  });
  const { now, before } = memory.current;
  const isNew = seen?.view !== now?.view || seen?.mine !== now?.mine;
  if (isNew) memory.current = { now: seen, before: now ?? before };
  return seen && { ...seen, before: memory.current.before };
}
