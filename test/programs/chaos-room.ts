// One room as one player holds it: the document built from the received messages, with a check of every revision.
import type { Json } from '../../src/json.ts';
import { apply, type Patch } from '../../src/patch/index.ts';
import type { RoomDocument, ServerPayload } from '../../src/protocol/index.ts';

export class PlayerRoom {
  readonly id: string;
  seat: number | null = null;
  epoch = 0;
  revision = 0;
  document: RoomDocument;
  /** The seq of the last intent accepted from this seat, as the server reported it. */
  seq = 0;
  /** The room was joined or resumed on this connection, so diffs apply. */
  isLive = false;
  readonly #hole: (what: string) => void;

  /** `hole` is called for each revision that arrives without the previous one. */
  constructor(joined: ServerPayload<'joined'>, hole: (what: string) => void) {
    this.id = joined.room;
    this.document = joined.document;
    this.#hole = hole;
    this.joined(joined);
  }

  /** A full document. Within one epoch its revision must not be lower than before. */
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

  /** A known revision changes nothing: it is a repeated answer, or a message that the network duplicated. */
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
