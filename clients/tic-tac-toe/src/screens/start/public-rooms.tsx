// The public tables, live.
import { useEffect, useState } from 'preact/hooks';
import type { Client, LobbyWatch } from '../../../../../src/client/index.ts';
import { useChanges } from '../../../../page/use-changes.ts';
import type { TableActions } from '../../state/table-actions.ts';
import { GAME } from '../../state/types.ts';

type Listed = LobbyWatch['rooms'][number];

/** Longer lists are not read. */
const MOST_ROWS = 12;

export function PublicRooms({ client, actions }: { client: Client; actions: TableActions }) {
  const rooms = useLobby(client);
  return (
    <section class="rooms" aria-labelledby="rooms-title">
      <h2 id="rooms-title">
        Being played now {rooms.length > 0 && <span class="rooms-count">{rooms.length}</span>}
      </h2>
      {rooms.length === 0 && (
        <p class="rooms-none">No public game at the moment. Yours could be the first.</p>
      )}
      <ul>
        {rooms.slice(0, MOST_ROWS).map((room) => (
          <li key={room.room} class="room-row">
            <span class="room-names">
              {room.names.join(' and ') || 'An empty table'}
              <span class="room-status">{statusOf(room)}</span>
            </span>
            {room.seats.taken < room.seats.total && (
              <button type="button" class="button button-small" onClick={() => actions.joinRoom(room.room)}>
                Join <span class="unseen">{room.names.join(' and ')}</span>
              </button>
            )}
            <button type="button" class="button button-small" onClick={() => actions.watch(room.room)}>
              Watch <span class="unseen">{room.names.join(' and ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useLobby(client: Client): readonly Listed[] {
  const [lobby, setLobby] = useState<LobbyWatch | null>(null);
  useChanges(lobby ? [lobby] : []);
  useEffect(() => {
    const watch = client.watchLobby(GAME);
    setLobby(watch);
    return () => watch.close();
  }, [client]);
  return lobby?.rooms ?? [];
}

function statusOf({ status, spectators }: Listed): string {
  const watching = spectators === 0 ? '' : ` · ${spectators} watching`;
  const words = { waiting: 'waiting for an opponent', playing: 'playing', finished: 'just finished' };
  return words[status] + watching;
}
