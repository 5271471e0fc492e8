// React hooks for clients, rooms and the lobby: `turnkeeper/react`. Needs React 18 or newer.
import { useMemo, useSyncExternalStore } from 'react';
import type { ListedRoom } from '../protocol/index.ts';
import type { Client, Room } from './api.ts';
import type { GameModule } from './game-types.ts';

/** What a component shows of a room. Immutable; the same object until one of its fields changes. */
export type RoomSnapshot<G extends GameModule = GameModule> = Pick<
  Room<G>,
  'document' | 'revision' | 'seat' | 'status' | 'leftReason' | 'pending'
>;

/** What a component shows of the connection. Immutable; the same object until one of its fields changes. */
export type StatusSnapshot = Pick<Client, 'status' | 'closeCode' | 'retryAt' | 'player' | 'name' | 'held'>;

const noSubscription = (): (() => void) => () => {};
const noRooms: readonly ListedRoom[] = [];
const connecting: StatusSnapshot = {
  status: 'connecting',
  closeCode: undefined,
  retryAt: undefined,
  player: '',
  name: '',
  held: [],
};

/**
 * The state of a room, drawn again after each change. null where the room is null, as while it is being joined.
 * Actions stay methods of the room: `room.send`, `room.rematch` …
 *
 * @example
 * ```tsx
 * function Board({ room }: { room: Room<typeof ticTacToe> }) {
 *   const { document, seat } = useRoom(room);
 *   return <Cells view={document.view} onPlace={(cell) => room.send({ type: 'place', cell })} />;
 * }
 * ```
 */
export function useRoom<G extends GameModule>(room: Room<G>): RoomSnapshot<G>;
export function useRoom<G extends GameModule>(room: Room<G> | null | undefined): RoomSnapshot<G> | null;
export function useRoom<G extends GameModule>(room: Room<G> | null | undefined): RoomSnapshot<G> | null {
  const read = useMemo(() => (room ? snapshots(() => roomSnapshot(room)) : () => null), [room]);
  return useSyncExternalStore(room?.subscribe ?? noSubscription, read, read);
}

/**
 * The state of the connection, drawn again after each change. On a server, while hydrating, and for a client that is
 * null: `connecting`.
 *
 * @example
 * ```tsx
 * const { status, retryAt } = useStatus(client);
 * if (status === 'offline') return <Offline retryAt={retryAt} onRetry={client.retry} />;
 * ```
 */
export function useStatus(client: Client | null | undefined): StatusSnapshot {
  const read = useMemo(() => (client ? snapshots(() => statusSnapshot(client)) : () => connecting), [client]);
  return useSyncExternalStore(client?.subscribe ?? noSubscription, read, () => connecting);
}

/**
 * The public rooms of a game, or of all games, drawn again after each change. Watches the lobby while the component is
 * mounted. Empty until the server has answered, and on a server.
 *
 * @example
 * ```tsx
 * const rooms = useLobby(client, 'tic-tac-toe');
 * return rooms.map(({ room, names }) => <li key={room}>{names.join(', ')}</li>);
 * ```
 */
export function useLobby(client: Client | null | undefined, game?: string): readonly ListedRoom[] {
  const lobby = useMemo(() => lobbyStore(client, game), [client, game]);
  return useSyncExternalStore(lobby.subscribe, lobby.read, () => noRooms);
}

function lobbyStore(client: Client | null | undefined, game: string | undefined) {
  let rooms = (): readonly ListedRoom[] => noRooms;
  const subscribe = (onChange: () => void): (() => void) => {
    const watch = client?.watchLobby(game);
    if (!watch) return () => {};
    rooms = () => watch.rooms;
    const stop = watch.subscribe(onChange);
    return () => {
      stop();
      watch.close();
    };
  };
  return { subscribe, read: () => rooms() };
}

function roomSnapshot<G extends GameModule>(room: Room<G>): RoomSnapshot<G> {
  const { document, revision, seat, status, leftReason, pending } = room;
  return { document, revision, seat, status, pending, ...(leftReason && { leftReason }) };
}

function statusSnapshot({ status, closeCode, retryAt, player, name, held }: Client): StatusSnapshot {
  return { status, closeCode, retryAt, player, name, held };
}

/** React compares snapshots by identity: returns the last one as long as no field differs. */
function snapshots<Snapshot extends object>(take: () => Snapshot): () => Snapshot {
  let last = take();
  return () => {
    const next = take();
    const keys = Object.keys(next) as (keyof Snapshot)[];
    const isSame = keys.length === Object.keys(last).length && keys.every((key) => next[key] === last[key]);
    if (!isSame) last = next;
    return last;
  };
}
