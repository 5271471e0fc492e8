// The steps of a table's match, fetched as they come: one request at a time, each for the steps still unknown.
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { fetchTable, type ServerError, type Step, type TableDocument } from './server.ts';
import { asServerError } from './use-answer.ts';

export type Steps = {
  readonly table: TableDocument | undefined;
  readonly steps: readonly Step[];
  readonly error: ServerError | undefined;
};

type Fetching = { known: Steps; isRunning: boolean; isWanted: boolean };

const nothing: Steps = { table: undefined, steps: [], error: undefined };

/** `revision`: the newest that this window knows; each change of it sends a request. */
export function useSteps(room: string, revision: number): Steps {
  const [, redraw] = useReducer((count: number, _: 'changed') => count + 1, 0);
  const fetching = useRef<Fetching>({ known: nothing, isRunning: false, isWanted: false });

  useEffect(() => {
    const own: Fetching = { known: nothing, isRunning: false, isWanted: false };
    fetching.current = own;
    return () => {
      own.isWanted = false;
    };
  }, [room]);

  useEffect(() => {
    const own = fetching.current;
    own.isWanted = true;
    if (!own.isRunning) void fetchOn(room, own, () => fetching.current === own && redraw('changed'));
  }, [room, revision]);

  return fetching.current.known;
}

async function fetchOn(room: string, own: Fetching, changed: () => void): Promise<void> {
  own.isRunning = true;
  while (own.isWanted) {
    own.isWanted = false;
    try {
      const { steps, table } = await newer(room, own.known);
      own.known = { table, steps, error: undefined };
      own.isWanted ||= steps.length < table.held;
    } catch (error) {
      own.known = { ...own.known, error: asServerError(error) };
    }
    changed();
  }
  own.isRunning = false;
}

/** The known steps and the new ones. Another match is fetched from its beginning. */
async function newer(room: string, { table: known, steps }: Steps) {
  const table = await fetchTable(room, steps.length);
  if (known === undefined || known.match === table.match) return { table, steps: [...steps, ...table.steps] };
  const next = await fetchTable(room, 0);
  return { table: next, steps: next.steps };
}
