// The last revisions of a room as they were sent, for members who come back: bounded in number and in size.
import type { Seat } from '../game/index.ts';

/**
 * The messages of one revision's diff, encoded: one for all where viewpoints don't differ, else by viewpoint, that of
 * spectators under null. A viewpoint is missing where no member had it.
 */
export type EncodedRevision = {
  readonly revision: number;
  readonly messages: string | ReadonlyMap<Seat | null, string>;
};

export const messageFor = ({ messages }: EncodedRevision, viewpoint: Seat | null): string | undefined =>
  typeof messages === 'string' ? messages : messages.get(viewpoint);

/** A reconnect takes seconds; even a lively room makes fewer revisions in that time. */
const REVISIONS = 64;

/** Beyond this a full document is the cheaper way to catch up, and 10,000 rooms must fit into memory. */
const CHARACTERS = 16_384;

export class History {
  #revisions: EncodedRevision[] = [];
  #characters = 0;

  push(encoded: EncodedRevision): void {
    this.#revisions.push(encoded);
    this.#characters += sizeOf(encoded);
    while (this.#revisions.length > REVISIONS || this.#characters > CHARACTERS) {
      const dropped = this.#revisions.shift();
      if (dropped === undefined) break;
      this.#characters -= sizeOf(dropped);
    }
  }

  at(revision: number): EncodedRevision | undefined {
    const first = this.#revisions[0];
    return first === undefined ? undefined : this.#revisions[revision - first.revision];
  }

  /** All that came after a revision; undefined if not everything is still here. */
  after(revision: number): readonly EncodedRevision[] | undefined {
    const first = this.#revisions[0];
    return first === undefined || revision < first.revision - 1
      ? undefined
      : this.#revisions.slice(revision + 1 - first.revision);
  }

  clear(): void {
    this.#revisions = [];
    this.#characters = 0;
  }
}

function sizeOf({ messages }: EncodedRevision): number {
  if (typeof messages === 'string') return messages.length;
  let size = 0;
  for (const message of messages.values()) size += message.length;
  return size;
}
