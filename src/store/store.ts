// The port to what outlives the process: a room is a log of events, written only by who holds its epoch.
import type { Json } from '../json.ts';

/** Where an append goes, and what it must find there: the fence. */
export type Fence = {
  readonly room: string;
  /** The claim under which the writer works; a later claim by anyone makes it void. */
  readonly epoch: number;
  /** The revision of the last entry in the log; 0 for an empty one. */
  readonly expected: number;
};

/**
 * One committed event. Revisions rise, but not always by one: a change of presence
 * takes a revision of the room without an entry in the log.
 */
export type Entry = { readonly revision: number; readonly event: Json };

export type Snapshot = { readonly revision: number; readonly state: Json };

/**
 * - `stored`: durable; now it may be told.
 * - `fenced`: another holds the room, or the log does not end where the writer thinks.
 * - `failed`: not known to be stored; as with `fenced`, the writer must load the room again.
 */
export type AppendOutcome = 'stored' | 'fenced' | 'failed';

/** The epoch under which a new room's first entry is appended. */
export const FIRST_EPOCH = 1;

/** A room as the store holds it: the last snapshot, if any, and the entries after it. */
export type StoredRoom = {
  readonly epoch: number;
  readonly snapshot: Snapshot | null;
  readonly entries: readonly Entry[];
};

/** One room names one text. */
export type Naming = readonly [text: string, room: string];

/**
 * Nothing here throws but `claim`, `rooms` and `naming`, which reject when the store cannot be read.
 * Appends of one room are settled in the order they were made.
 */
export interface Store {
  /**
   * Takes the room over under a new epoch, above every earlier one, and reads it; null for a room unknown.
   * From here on no append under an older epoch can land, so what is read is final.
   */
  claim(room: string): Promise<StoredRoom | null>;
  /**
   * Adds one entry; the first entry of an unknown room, under FIRST_EPOCH, makes the room. `settled` is
   * called exactly once, possibly within this call: a callback, since a promise for each move costs more
   * than the move's own log entry.
   */
  append(fence: Fence, entry: Entry, settled: (outcome: AppendOutcome) => void): void;
  /**
   * Replaces the log up to the snapshot's revision, under the same fence. Best effort. Not taken past the
   * last entry, since who loads reads `expected` off the last entry, or else off the snapshot; nor behind
   * an earlier snapshot, whose entries are gone.
   */
  snapshot(fence: Fence, snapshot: Snapshot): void;
  /** Forgets a room, under the same fence. Best effort. */
  remove(fence: Fence): void;
  /** The ids of all rooms held. */
  rooms(): Promise<readonly string[]>;
  /**
   * An index for who must find a room before it is loaded: every text that stands under one of these keys,
   * wherever in a room's log, with that room. It may name more than is still so, never less.
   */
  naming(keys: readonly string[]): Promise<readonly Naming[]>;
  /** Settles what is under way, then lets go of files and threads. */
  close(): Promise<void>;
}
