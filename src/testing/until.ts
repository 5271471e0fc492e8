// Waits for what a test is about, never for a time.

type Subject = {
  readonly subscribe: (listener: () => void) => () => void;
  readonly status?: string;
};

/**
 * Resolves with the subject – a client, a room or a lobby watch of the SDK – as soon as it is as wished.
 * Rejects if it never will be: the room was left, or the client closed for good.
 */
export function until<S extends Subject>(subject: S, wished: (subject: S) => boolean): Promise<S> {
  return new Promise((resolve, reject) => {
    let stop = (): void => {};
    const look = (): boolean => {
      const isWished = wished(subject);
      if (isWished) resolve(subject);
      else if (isOver(subject))
        reject(new Error(`it is ${subject.status}, and never became what was awaited`));
      else return false;
      stop();
      return true;
    };
    if (!look()) stop = subject.subscribe(() => void look());
  });
}

const isOver = ({ status }: Subject): boolean => status === 'left' || status === 'closed';
