// Which table this tab is at: follows the address, and provides the actions of the buttons.
import { useCallback, useLayoutEffect } from 'preact/hooks';
import type { Client } from '../../../../src/client/index.ts';
import { type Go, type Route, seatAt } from './route.ts';
import { type EntryKind, leaveQuietly, type Table, worthKeeping } from './table.ts';
import { TableActions } from './table-actions.ts';
import type { GameRoom } from './types.ts';
import { useRoomEntry } from './use-room-entry.ts';

export function useTable(client: Client, route: Route, go: Go): [Table, TableActions] {
  const arrived = useCallback(
    (room: GameRoom, kind: EntryKind) => {
      go(seatAt(room), stepFor(kind));
    },
    [go],
  );
  const entry = useRoomEntry(client, arrived);
  const actions = new TableActions({ client, route, go, entry });
  const { table } = entry;

  // Depends on the address only: a button that has entered a room changes the address to one already reached.
  // A layout effect, since leaving the name field and pressing a button may happen in one frame.
  useLayoutEffect(() => {
    // A player who watches a finished match keeps the seat, and finds the table unchanged.
    if (route.at === 'match') return entry.cancel();
    const here = table.at === 'room' && table.client === client ? table.room : null;
    if (route.at === 'start' || route.at === 'nowhere') {
      if (!here || worthKeeping(here)) return entry.cancel();
      leaveQuietly(here);
      entry.clear();
    } else if (!here || route.at === 'join' || here.id !== route.room) actions.follow();
  }, [route, client]);

  return [table, actions];
}

/** An opened link adds no history entry: the back button leads to the page with the link. */
function stepFor(kind: EntryKind): 'push' | 'replace' {
  return kind === 'online' || kind === 'friend' || kind === 'computer' ? 'push' : 'replace';
}
