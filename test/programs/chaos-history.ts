// All that the players were told, with nothing judged yet: the checker compares it with what the store holds.
import type { RoomDocument } from '../../src/protocol/index.ts';

/** An intent as its sender knows it. */
export type Sent = { readonly room: string; readonly player: string; readonly seq: number };

export type Accepted = Sent & { readonly revision: number; readonly intent: unknown };

export type Refused = Sent & { readonly code: string };

/** What a player's document was at a revision, as a fingerprint of the part that the log decides. */
export type SeenDocument = {
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
  readonly print: number;
};

/** Where a player stands when all is quiet. */
export type Final = {
  readonly player: string;
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
  readonly document: RoomDocument;
};

/** What a player waited for, in ms: the answer to an intent, or being back in the room. */
type Pause = 'answer' | 'return';

export class History {
  readonly accepted: Accepted[] = [];
  readonly refused: Refused[] = [];
  readonly sightings: SeenDocument[] = [];
  readonly finals: Final[] = [];
  /** Revisions that came without the one before, in words. */
  readonly holes: string[] = [];
  /** What should never happen to a player and has no column: a session or a room that is gone. */
  readonly strandings: string[] = [];
  readonly worst: Record<Pause, number> = { answer: 0, return: 0 };
  /** When a player was last told that an intent was accepted; performance.now. */
  lastAcceptedAt = 0;
  /** How often a player came back: by the diffs it had missed, or by a whole document. */
  readonly returns = { resumed: 0, joined: 0 };
  /** The longest pause since it was last asked. */
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

  /** A player has taken in all of a message. */
  changed(): void {
    for (const look of this.#waiting) look();
  }

  /** Resolves as soon as the players have come to what is wished. */
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
 * A fingerprint (32 bits) of what the log decides in a document of tic-tac-toe. Who is connected is left out:
 * it is not logged. Named fields, since a patched object may hold its keys in another order.
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
