// One room as one player holds it: the document folded from what came, and every revision accounted for.
import type { Json } from '../../src/json.ts';
import { apply, type Patch } from '../../src/patch/index.ts';
import type { RoomDocument, ServerPayload } from '../../src/protocol/index.ts';

export class PlayerRoom {
  readonly id: string;
  seat: number | null = null;
  epoch = 0;
  revision = 0;
  document: RoomDocument;
  /** The last intent accepted from this seat, by the server's word. */
  seq = 0;
  /** Diffs count: the room was joined or resumed on this connection. */
  isLive = false;
  readonly #hole: (what: string) => void;

  /** `hole` is told of each revision that came without the one before. */
  constructor(joined: ServerPayload<'joined'>, hole: (what: string) => void) {
    this.id = joined.room;
    this.document = joined.document;
    this.#hole = hole;
    this.joined(joined);
  }

  /** An honest full document: only back in time within one epoch it may not go. */
  joined({ seat, epoch, revision, seq, document }: ServerPayload<'joined'>): void {
    const goesBack = epoch < this.epoch || (epoch === this.epoch && revision < this.revision);
    if (goesBack) this.#hole(`${this.id}: from ${this.epoch}/${this.revision} back to ${epoch}/${revision}`);
    Object.assign(this, { seat, epoch, revision, seq, document, isLive: true });
  }

  resumed({ seat, epoch, revision, seq }: ServerPayload<'resumed'>): void {
    if (epoch !== this.epoch || revision !== this.revision) {
      this.#hole(`${this.id}: resumed at ${epoch}/${revision}, not ${this.epoch}/${this.revision}`);
    }
    Object.assign(this, { seat, seq, isLive: true });
  }

  /** What is known already changes nothing: an answer repeated, a message that the network doubled. */
  diff(diff: ServerPayload<'diff'>): void {
    if (!this.isLive || diff.revision <= this.revision) return;
    if ('document' in diff) this.document = diff.document;
    else {
      if (diff.revision !== this.revision + 1) {
        this.#hole(`${this.id}: ${diff.revision} came after ${this.epoch}/${this.revision}`);
      }
      this.#apply(diff.ops as Patch);
    }
    this.revision = diff.revision;
  }

  #apply(ops: Patch): void {
    try {
      this.document = apply(this.document as Json, ops) as RoomDocument;
    } catch {
      this.#hole(`${this.id}: the diff after ${this.epoch}/${this.revision} does not fit`);
    }
  }
}
