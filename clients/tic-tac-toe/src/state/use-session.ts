// This tab's client: the player's name, and how to become another player.
import { useMemo, useState } from 'preact/hooks';
import { type Client, connect } from '../../../../src/client/index.ts';
import { useChanges } from '../../../page/use-changes.ts';
import { storedName, storedToken } from './stored.ts';

export type Session = {
  readonly client: Client;
  /** As typed; the server may trim it. */
  readonly name: string;
  /** Reconnects as the same player with a new name. */
  rename(name: string): void;
  /** A new player, for a tab that was copied from another. */
  startNewPlayer(): void;
  /** The same player again, after the server has closed the connection for good. */
  reconnect(): void;
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
      startNewPlayer() {
        client.close();
        storedToken.set(null);
        setClient(open(name));
      },
      reconnect: () => reopen(name),
    };
  }, [client, name]);
}

function open(name: string): Client {
  return connect({ storage: storedToken, ...(name ? { name } : {}) });
}
