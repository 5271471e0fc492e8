// Where this tab can be with regard to tables, in words that screens and hooks share.
import type { Client } from '../../../../src/client/index.ts';
import type { Failure } from './failure.ts';
import type { GameRoom } from './types.ts';

/** What one is on the way for. */
export type Errand = 'online' | 'friend' | 'computer' | 'joining' | 'watching' | 'returning';

export type Table =
  | { readonly at: 'none' }
  | { readonly at: 'entering'; readonly errand: Errand }
  | { readonly at: 'room'; readonly room: GameRoom; readonly client: Client }
  | { readonly at: 'failed'; readonly errand: Errand; readonly failure: Failure };

/** A seat in a game that is not over stays one's own while the start screen is open. */
export function worthKeeping(room: GameRoom): boolean {
  return room.seat !== null && room.status !== 'left' && room.document.status !== 'finished';
}

export function leaveQuietly(room: GameRoom): void {
  if (room.status !== 'left') room.leave().catch(ignore);
}

/** For farewells: that nobody hears them does no harm. */
export function ignore(): void {}
