// Reads what the server holds at this moment.
import type { ConnectionManager } from '../connection/index.ts';
import type { Gauges } from '../http/index.ts';
import type { Matchmaker } from '../lobby/index.ts';
import type { RoomRegistry } from '../registry/index.ts';
import type { Sessions } from '../session/index.ts';

type Parts = {
  readonly manager: ConnectionManager;
  readonly sessions: Sessions;
  readonly rooms: RoomRegistry;
  readonly matchmaker: Matchmaker;
};

export function readGauges({ manager, sessions, rooms, matchmaker }: Parts): Gauges {
  const byStatus = { waiting: 0, playing: 0, finished: 0 };
  let players = 0;
  let spectators = 0;
  for (const room of rooms.all()) {
    if (!room.isOpen) continue;
    byStatus[room.state.status] += 1;
    players += room.state.seats.filter((holder) => holder !== null && holder.bot === null).length;
    spectators += room.members.spectators;
  }
  return {
    connections: manager.size,
    sessions: sessions.size,
    rooms: byStatus,
    players,
    spectators,
    queued: matchmaker.size,
    traffic: manager.counts,
  };
}
