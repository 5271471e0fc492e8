// The port to finished matches, kept for replay after their room is gone.
import type { Json } from '../json.ts';
import type { Soon } from './soon.ts';

export type ArchivedMatch = {
  readonly id: string;
  readonly room: string;
  readonly game: string;
  /** Of the game. */
  readonly version: number;
  /** Epoch ms, as is `endedAt`. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** What it takes to play the match again. */
  readonly record: Json;
};

/** Everything here rejects with a StoreError when the disk refuses; what needs no disk may be done at once. */
export interface MatchArchive {
  /** Durable when it resolves. Keeping a match again replaces it, so a restart in between does no harm. */
  keep(match: ArchivedMatch): Soon<void>;
  load(id: string): Promise<ArchivedMatch | null>;
  /** Drops what ended before `before` (epoch ms); resolves with how many. */
  prune(before: number): Promise<number>;
}
