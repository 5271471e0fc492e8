// Where this tab is: at no table, entering one, at one, or failed to enter. Shared by screens and hooks.
import type { Client } from '../../../../src/client/index.ts';
import type { Failure } from './failure.ts';
import type { GameRoom } from './types.ts';

/** How a table is entered. */
export type EntryKind = 'online' | 'friend' | 'computer' | 'joining' | 'watching' | 'returning';

export type Table =
  | { readonly at: 'none' }
  | { readonly at: 'entering'; readonly kind: EntryKind }
  | { readonly at: 'room'; readonly room: GameRoom; readonly client: Client }
  | { readonly at: 'failed'; readonly kind: EntryKind; readonly failure: Failure };

/** A seat in a match that is not over is kept while the start screen is open. */
export function worthKeeping(room: GameRoom): boolean {
  return room.seat !== null && room.status !== 'left' && room.document.status !== 'finished';
}

export function leaveQuietly(room: GameRoom): void {
  if (room.status !== 'left') room.leave().catch(ignore);
}

/** For a request whose failure does no harm. */
export function ignore(): void {}
