// The way to a table, one at a time: whoever sets out anew, or turns back, is no longer expected at the old one.
import { useCallback, useRef, useState } from 'preact/hooks';
import type { Client } from '../../../../src/client/index.ts';
import { failureOf } from './failure.ts';
import { type Errand, leaveQuietly, type Table, worthKeeping } from './table.ts';
import type { GameRoom } from './types.ts';

type Way = {
  readonly errand: Errand;
  readonly coming: Promise<GameRoom>;
  /** Where turning back takes more than not to come. */
  readonly callOff?: () => void;
};

export type Entrance = {
  readonly table: Table;
  enter(way: Way): void;
  /** Turns back: the room, should it still come, is left at once. */
  turnBack(): void;
  /** Gets up from the table; to leave the room as well is the caller's business. */
  getUp(): void;
};

export function useEntrance(client: Client, arrived: (room: GameRoom, errand: Errand) => void): Entrance {
  const [table, setTable] = useState<Table>({ at: 'none' });
  const way = useRef<Way | null>(null);
  const lastRoom = useRef<GameRoom | null>(null);

  const sitDown = (room: GameRoom, errand: Errand) => {
    const last = lastRoom.current;
    if (last && last.id !== room.id && !worthKeeping(last)) leaveQuietly(last);
    lastRoom.current = room;
    setTable({ at: 'room', room, client });
    arrived(room, errand);
  };

  const enter = (next: Way) => {
    way.current = next;
    setTable({ at: 'entering', errand: next.errand });
    next.coming.then(
      (room) => {
        if (way.current !== next) return leaveQuietly(room);
        way.current = null;
        sitDown(room, next.errand);
      },
      (error: unknown) => {
        if (way.current !== next) return;
        way.current = null;
        setTable({ at: 'failed', errand: next.errand, failure: failureOf(error) });
      },
    );
  };

  const turnBack = useCallback(() => {
    way.current?.callOff?.();
    way.current = null;
    setTable((now) => (now.at === 'room' ? now : { at: 'none' }));
  }, []);

  const getUp = useCallback(() => setTable({ at: 'none' }), []);

  return { table, enter, turnBack, getUp };
}
