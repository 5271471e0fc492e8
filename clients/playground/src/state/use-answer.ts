// An answer of the server for a screen: pending, present or refused, and requested again on demand.
import { useEffect, useState } from 'preact/hooks';
import { ServerError } from './server.ts';

export type Answer<Value> = {
  readonly value?: Value;
  readonly error?: ServerError;
  again(): void;
};

/** `key` names the request: another key sends another, undefined sends none. */
export function useAnswer<Value>(
  key: string | undefined,
  ask: (key: string) => Promise<Value>,
): Answer<Value> {
  const [answer, setAnswer] = useState<{ value?: Value; error?: ServerError }>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (key === undefined) return;
    let isCurrent = true;
    setAnswer({});
    ask(key).then(
      (value) => isCurrent && setAnswer({ value }),
      (error: unknown) => isCurrent && setAnswer({ error: asServerError(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key, attempt]);
  return { ...answer, again: () => setAttempt(attempt + 1) };
}

export function asServerError(error: unknown): ServerError {
  return error instanceof ServerError ? error : new ServerError('BROKEN', String(error));
}
