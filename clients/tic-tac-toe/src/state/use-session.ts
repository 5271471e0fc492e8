// This tab's client: who one is, and how to become someone else.
import { useMemo, useState } from 'preact/hooks';
import { type Client, connect } from '../../../../src/client/index.ts';
import { useChanges } from '../../../page/use-changes.ts';
import { storedName, storedToken } from './stored.ts';

export type Session = {
  readonly client: Client;
  /** As typed; the server may trim it. */
  readonly name: string;
  /** Takes a new name along: the same player says hello again. */
  rename(name: string): void;
  /** A fresh player, for a tab that was copied from another. */
  startAnew(): void;
  /** The same player again, after the server has ended the connection for good. */
  comeBack(): void;
};

export function useSession(): Session {
  const [name, setName] = useState(() => storedName.get() ?? '');
  const [client, setClient] = useState(() => open(name));
  useChanges([client]);

  return useMemo(() => {
    const reopen = (as: string) => {
      client.close();
      setClient(open(as));
    };
    return {
      client,
      name,
      rename(typed) {
        const next = typed.trim();
        if (next === name) return;
        setName(next);
        storedName.set(next || null);
        reopen(next);
      },
      startAnew() {
        client.close();
        storedToken.set(null);
        setClient(open(name));
      },
      comeBack: () => reopen(name),
    };
  }, [client, name]);
}

function open(name: string): Client {
  return connect({ storage: storedToken, ...(name ? { name } : {}) });
}
