// Reads what the server holds at this moment, and counts finished matches.
import type { ConnectionManager } from '../connection/index.ts';
import type { Gauges } from '../http/index.ts';
import type { Matchmaker } from '../lobby/index.ts';
import type { RoomRegistry } from '../registry/index.ts';
import type { Room, RoomObserver } from '../room/index.ts';
import type { Sessions } from '../session/index.ts';

type Parts = {
  readonly manager: ConnectionManager;
  readonly sessions: Sessions;
  readonly rooms: RoomRegistry;
  readonly queue: Matchmaker;
};

export function readGauges({ manager, sessions, rooms, queue }: Parts): Gauges {
  const byStatus = { waiting: 0, playing: 0, finished: 0 };
  let players = 0;
  let spectators = 0;
  for (const room of rooms.all()) {
    if (!room.opened) continue;
    byStatus[room.state.status] += 1;
    players += room.state.seats.filter((holder) => holder !== null && holder.bot === null).length;
    spectators += room.spectators;
  }
  return {
    connections: manager.size,
    sessions: sessions.size,
    rooms: byStatus,
    players,
    spectators,
    queued: queue.size,
    traffic: manager.counts,
  };
}

/** Reports each match once, when it has finished. */
export class FinishedMatches implements RoomObserver {
  readonly #reported = new WeakMap<Room, number>();
  readonly #report: (game: string) => void;

  constructor(report: (game: string) => void) {
    this.#report = report;
  }

  changed(room: Room): void {
    const { status, match, setup } = room.state;
    if (status !== 'finished' || this.#reported.get(room) === match) return;
    this.#reported.set(room, match);
    this.#report(setup.game);
  }

  closed(): void {}
}
