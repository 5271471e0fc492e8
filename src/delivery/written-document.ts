// The last document as JSON text: whoever comes to a room between two changes is sent the very same one.
import type { RoomDocument } from '../protocol/index.ts';

/** Written once, for a crowd that comes to watch as for the two who begin their next match. */
export class WrittenDocument {
  #document: RoomDocument | undefined;
  #text = '';

  /** Documents are never changed in place, so the same object is the same text. */
  of(document: RoomDocument): string {
    if (document !== this.#document) {
      this.#document = document;
      this.#text = JSON.stringify(document);
    }
    return this.#text;
  }

  forget(): void {
    this.#document = undefined;
    this.#text = '';
  }
}
