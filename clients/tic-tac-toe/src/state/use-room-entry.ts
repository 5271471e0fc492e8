// Entering a room, one at a time: starting another entry, or cancelling, abandons the one under way.
import { useCallback, useRef, useState } from 'preact/hooks';
import type { Client } from '../../../../src/client/index.ts';
import { failureOf } from './failure.ts';
import { type EntryKind, leaveQuietly, type Table, worthKeeping } from './table.ts';
import type { GameRoom } from './types.ts';

type PendingEntry = {
  readonly kind: EntryKind;
  readonly room: Promise<GameRoom>;
  /** Runs when the entry is cancelled: a ticket must leave its queue. */
  readonly onCancel?: () => void;
};

export type RoomEntry = {
  readonly table: Table;
  enter(next: PendingEntry): void;
  /** Abandons the entry under way: if its room still arrives, it is left at once. */
  cancel(): void;
  /** Shows no table any more. The caller leaves the room, if it wants to. */
  clear(): void;
};

export function useRoomEntry(client: Client, arrived: (room: GameRoom, kind: EntryKind) => void): RoomEntry {
  const [table, setTable] = useState<Table>({ at: 'none' });
  const pending = useRef<PendingEntry | null>(null);
  const lastRoom = useRef<GameRoom | null>(null);

  const entered = (room: GameRoom, kind: EntryKind) => {
    const last = lastRoom.current;
    if (last && last.id !== room.id && !worthKeeping(last)) leaveQuietly(last);
    lastRoom.current = room;
    setTable({ at: 'room', room, client });
    arrived(room, kind);
  };

  const enter = (next: PendingEntry) => {
    pending.current = next;
    setTable({ at: 'entering', kind: next.kind });
    next.room.then(
      (room) => {
        if (pending.current !== next) return leaveQuietly(room);
        pending.current = null;
        entered(room, next.kind);
      },
      (error: unknown) => {
        if (pending.current !== next) return;
        pending.current = null;
        setTable({ at: 'failed', kind: next.kind, failure: failureOf(error) });
      },
    );
  };

  const cancel = useCallback(() => {
    pending.current?.onCancel?.();
    pending.current = null;
    setTable((now) => (now.at === 'room' ? now : { at: 'none' }));
  }, []);

  const clear = useCallback(() => setTable({ at: 'none' }), []);

  return { table, enter, cancel, clear };
}
