// Which table this tab is at: follows the address, and hands out what the buttons can do.
import { useCallback, useLayoutEffect } from 'preact/hooks';
import type { Client } from '../../../../src/client/index.ts';
import type { Go } from './route.ts';
import { type Route, seatAt } from './route.ts';
import { type Errand, leaveQuietly, type Table, worthKeeping } from './table.ts';
import { TableActions } from './table-actions.ts';
import type { GameRoom } from './types.ts';
import { useEntrance } from './use-entrance.ts';

export function useTable(client: Client, route: Route, go: Go): [Table, TableActions] {
  const arrived = useCallback(
    (room: GameRoom, errand: Errand) => {
      go(seatAt(room), stepFor(errand));
    },
    [go],
  );
  const entrance = useEntrance(client, arrived);
  const actions = new TableActions({ client, route, go, entrance });
  const { table } = entrance;

  // Follows the address alone: where a button led comes back here as an address that is already reached.
  // A layout effect, since leaving the name field and pressing a button may fall into one frame.
  useLayoutEffect(() => {
    // Whoever watches an old game keeps the seat, and finds the table as it was.
    if (route.at === 'match') return entrance.turnBack();
    const here = table.at === 'room' && table.client === client ? table.room : null;
    if (route.at === 'start' || route.at === 'nowhere') {
      if (!here || worthKeeping(here)) return entrance.turnBack();
      leaveQuietly(here);
      entrance.getUp();
    } else if (!here || route.at === 'join' || here.id !== route.room) actions.follow();
  }, [route, client]);

  return [table, actions];
}

/** A link that was opened is not a step of its own: back leads to where the link was. */
function stepFor(errand: Errand): 'push' | 'replace' {
  return errand === 'online' || errand === 'friend' || errand === 'computer' ? 'push' : 'replace';
}
