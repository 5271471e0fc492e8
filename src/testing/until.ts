// Waits for a condition, never for a time.

/** Anything with `subscribe`: a client, a room, a lobby watch. */
export type Subject = {
  readonly subscribe: (listener: () => void) => () => void;
  readonly status?: string;
};

/**
 * Resolves with the subject (a client, a room or a lobby watch of the SDK) as soon as the condition holds. It is checked
 * at once and after each change.
 *
 * @throws Error if the room is left or the client is closed before
 * @example
 * ```ts
 * await until(room, ({ document }) => document.status === 'playing');
 * ```
 */
export function until<S extends Subject>(subject: S, condition: (subject: S) => boolean): Promise<S> {
  return new Promise((resolve, reject) => {
    let stop = (): void => {};
    const check = (): boolean => {
      const holds = condition(subject);
      if (holds) resolve(subject);
      else if (isOver(subject))
        reject(new Error(`the subject is ${subject.status} before the condition holds`));
      else return false;
      stop();
      return true;
    };
    if (!check()) stop = subject.subscribe(() => void check());
  });
}

const isOver = ({ status }: Subject): boolean => status === 'left' || status === 'closed';
