// Records all that the players received, without judging it. The checker compares it with the store.
import type { RoomDocument } from '../../src/protocol/index.ts';

/** An intent, identified as its sender knows it. */
export type Sent = { readonly room: string; readonly player: string; readonly seq: number };

export type Accepted = Sent & { readonly revision: number; readonly intent: unknown };

export type Refused = Sent & { readonly code: string };

/** A player's document at a revision: a fingerprint of the part that the log determines. */
export type SeenDocument = {
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
  readonly print: number;
};

/** The state of a player at the end of a run. */
export type Final = {
  readonly player: string;
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
  readonly document: RoomDocument;
};

/** Waiting times of players, in ms: for the answer to an intent, or for the return to the room. */
type Pause = 'answer' | 'return';

export class History {
  readonly accepted: Accepted[] = [];
  readonly refused: Refused[] = [];
  readonly sightings: SeenDocument[] = [];
  readonly finals: Final[] = [];
  /** Revisions that arrived without the previous one, in words. */
  readonly holes: string[] = [];
  /** Other faults, in words: a session or a room that a player lost. */
  readonly strandings: string[] = [];
  readonly worst: Record<Pause, number> = { answer: 0, return: 0 };
  /** Time of the last accepted intent, by performance.now, in ms. */
  lastAcceptedAt = 0;
  /** Number of returns: with the missed diffs, or with a full document. */
  readonly returns = { resumed: 0, joined: 0 };
  /** The longest pause since the last call of `takeWorstPause`, in ms. */
  #recentPause = 0;
  readonly #waiting = new Set<() => void>();

  accept(accepted: Accepted): void {
    this.accepted.push(accepted);
    this.lastAcceptedAt = performance.now();
  }

  paused(what: Pause, ms: number): void {
    this.worst[what] = Math.max(this.worst[what], ms);
    this.#recentPause = Math.max(this.#recentPause, ms);
  }

  returned(how: 'resumed' | 'joined', afterMs: number): void {
    this.returns[how] += 1;
    this.paused('return', afterMs);
  }

  /** Called when a player has applied a message. */
  changed(): void {
    for (const look of this.#waiting) look();
  }

  /** Resolves as soon as the condition holds. */
  until(wished: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!wished()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  get worstPauseMs(): number {
    return Math.round(Math.max(this.worst.answer, this.worst.return));
  }

  /** The longest pause that ended since the last call, ms. */
  takeRecentPause(): number {
    const recent = this.#recentPause;
    this.#recentPause = 0;
    return recent;
  }
}

type Board = { readonly board: unknown; readonly turn: unknown; readonly line: unknown };

/**
 * A fingerprint (32 bits) of the part of a tic-tac-toe document that the log determines. Presence is left out:
 * it is not logged. Fields are read by name, because a patched object may have its keys in another order.
 */
export function fingerprintOf(document: RoomDocument): number {
  const { status, match, seats, view, deadlines, outcome, rematch } = document;
  const { board, turn, line } = (view ?? {}) as Partial<Board>;
  const names = seats.map((holder) => holder?.name ?? null);
  const end = outcome === null ? null : [outcome.winners, outcome.reason];
  const times = deadlines.map(({ name, at }) => [name, at]);
  return hash(JSON.stringify([status, match, names, board, turn, line, times, end, rematch]));
}

/** FNV-1a. */
function hash(text: string): number {
  let hashed = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hashed = Math.imul(hashed ^ text.charCodeAt(i), 0x01000193);
  return hashed >>> 0;
}
