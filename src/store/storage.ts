// The ports to what outlives the process: the logs of rooms, the sessions, the finished matches.
import type { Json } from '../json.ts';
import type { MaybePromise } from '../maybe-promise.ts';

/** Everything that a server stores: opened together, closed together. `openSqlite` and `memoryStorage` make one. */
export interface Storage {
  readonly rooms: Store;
  readonly sessions: SessionStore;
  readonly matches: MatchArchive;
  /**
   * Copies everything to a new file while the server runs. Rejects with a StoreError: EXISTS where the file exists,
   * FAILED where nothing can be copied.
   */
  backup(file: string): Promise<void>;
  /**
   * Finishes what is under way, then releases files and threads. A server closes its storage when it closes itself.
   * Closing `rooms` does the same.
   */
  close(): Promise<void>;
}

/**
 * The logs of rooms. Each room is a log of events, and only the holder of its latest epoch can write it.
 *
 * Nothing here throws. `claim`, `rooms` and `roomIndex` reject with a StoreError when the store cannot be read.
 * Appends of one room are settled in the order in which they were made.
 */
export interface Store {
  /**
   * Takes the room over under a new epoch, higher than every earlier one, and reads it. Null for an unknown room.
   * From then on no append under an older epoch can be stored, so what was read is final.
   */
  claim(room: string): Promise<StoredRoom | null>;
  /**
   * Adds one entry. The first entry of an unknown room, under FIRST_EPOCH, creates the room. `settled` is called
   * exactly once, possibly within this call. It is a callback, because a promise for each move costs more than the
   * log entry of the move itself.
   */
  append(fence: Fence, entry: Entry, settled: (outcome: AppendOutcome) => void): void;
  /**
   * Replaces the log up to the snapshot's revision, under the same fence. Best effort. It is ignored past the last
   * entry, because a reader takes `expected` from the last entry, or else from the snapshot; and ignored behind an
   * earlier snapshot, because the entries between them are gone.
   */
  snapshot(fence: Fence, snapshot: Snapshot): void;
  /** Deletes a room, under the same fence. Best effort. */
  remove(fence: Fence): void;
  /** The ids of all stored rooms. */
  rooms(): Promise<readonly string[]>;
  /**
   * An index of rooms that are not loaded: every text that stands under one of these keys, anywhere in a room's log,
   * with the room's id. It may contain entries that are out of date; it never lacks one.
   */
  roomIndex(keys: readonly string[]): Promise<readonly RoomIndexEntry[]>;
  /** Finishes what is under way, then releases files and threads. */
  close(): Promise<void>;
}

/** What an append must find in the store. If anything differs, it is fenced. */
export type Fence = {
  readonly room: string;
  /** The claim under which the writer works. A later claim, by any writer, makes it void. */
  readonly epoch: number;
  /** The revision of the last entry in the log; 0 for an empty log. */
  readonly expected: number;
};

/** The epoch under which the first entry of a new room is appended. */
export const FIRST_EPOCH = 1;

/**
 * One committed event. Revisions rise, but not always by one: a change of presence takes a revision of the room
 * without an entry in the log.
 */
export type Entry = { readonly revision: number; readonly event: Json };

/** The state of a room at a revision. It replaces all entries up to there. */
export type Snapshot = { readonly revision: number; readonly state: Json };

/**
 * - `stored`: durable; now it may be sent.
 * - `fenced`: another writer holds the room, or the log does not end where this writer expects.
 * - `failed`: not known to be stored. As with `fenced`, the writer must load the room again.
 */
export type AppendOutcome = 'stored' | 'fenced' | 'failed';

/** A room as it is stored: the last snapshot, if any, and the entries after it. */
export type StoredRoom = {
  readonly epoch: number;
  readonly snapshot: Snapshot | null;
  readonly entries: readonly Entry[];
};

/** A text, and a room in whose log it stands. */
export type RoomIndexEntry = readonly [text: string, room: string];

/**
 * Sessions. A session is stored with the hash of its token's secret, never with the token.
 *
 * Every method rejects with a StoreError when the disk refuses. A store without a disk may answer at once.
 */
export interface SessionStore {
  /** Replaces the player's earlier session. Durable when it resolves: only then may the client get its token. */
  save(session: StoredSession): MaybePromise<void>;
  load(player: string): MaybePromise<StoredSession | null>;
  remove(player: string): MaybePromise<void>;
  /** Deletes the sessions last seen before `before` (epoch ms); resolves with their number. */
  prune(before: number): MaybePromise<number>;
}

/** A session as it is stored. */
export type StoredSession = {
  /** The id of the player: the key. */
  readonly player: string;
  /** The name that others see. */
  readonly name: string;
  /** The hash of the token's secret. */
  readonly hash: Uint8Array;
  /** When the player was last seen, epoch ms. */
  readonly seenAt: number;
};

/**
 * Finished matches, kept for replay after their room is gone.
 *
 * Every method rejects with a StoreError when the disk refuses. A store without a disk may keep a match at once.
 */
export interface MatchArchive {
  /** Durable when it resolves. It replaces a match of the same id, so a restart in between does no harm. */
  save(match: ArchivedMatch): MaybePromise<void>;
  load(id: string): Promise<ArchivedMatch | null>;
  /** Deletes the matches that ended before `before` (epoch ms); resolves with their number. */
  prune(before: number): Promise<number>;
}

/** A finished match as it is stored. */
export type ArchivedMatch = {
  /** The key. */
  readonly id: string;
  /** The id of the room in which it was played. */
  readonly room: string;
  /** The name of the game. */
  readonly game: string;
  /** The version of the game. */
  readonly version: number;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms. */
  readonly endedAt: number;
  /** Everything that is needed to play the match again. */
  readonly record: Json;
};

/** What went wrong in a store. The message is for the operator of the server. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * - `IN_USE`: another process has the folder open.
 * - `FOREIGN`: the file is not a turnkeeper file; it was not changed.
 * - `NEWER`: the file was written by a later turnkeeper; it was not changed.
 * - `EXISTS`: a backup would overwrite a file.
 * - `FAILED`: the disk or the file refused; the next attempt may succeed.
 * - `CLOSED`: the store was closed, or its thread has died.
 */
export type StoreErrorCode = 'IN_USE' | 'FOREIGN' | 'NEWER' | 'EXISTS' | 'FAILED' | 'CLOSED';
