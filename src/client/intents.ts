// The intents of one room that have no answer yet. Each keeps its seq across reconnects, so it counts once (R5).
import type { ServerMessage } from '../protocol/index.ts';
import type { IntentResult } from './api.ts';
import type { ClientError } from './errors.ts';
import type { Link } from './link.ts';
import { payloadOf } from './outbox.ts';

type Pending = {
  readonly intent: unknown;
  readonly settle: (result: IntentResult) => void;
  /** Answered: accepted in that revision, which our document may yet have to reach. */
  revision?: number;
};

export type IntentsParts = {
  readonly link: Link;
  readonly room: { readonly id: string; readonly status: string; readonly revision: number };
  readonly changed: (unanswered: readonly unknown[]) => void;
};

export class Intents {
  readonly #parts: IntentsParts;
  #pending: readonly Pending[] = [];
  #lastSeq = 0;

  constructor(parts: IntentsParts) {
    this.#parts = parts;
  }

  send(intent: unknown): Promise<IntentResult> {
    return new Promise((settle) => {
      const pending: Pending = { intent, settle };
      this.#lastSeq += 1;
      this.#keep([...this.#pending, pending]);
      this.#post(pending, this.#lastSeq);
    });
  }

  /** The server's word on the last intent it accepted from this seat. */
  accepted(seq: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, seq);
  }

  /** The document now holds what was accepted up to this revision. */
  reached(revision: number): void {
    for (const pending of this.#pending) {
      if (pending.revision !== undefined && pending.revision <= revision) {
        this.#settle(pending, { ok: true, revision: pending.revision });
      }
    }
  }

  /** None is sent again. */
  giveUp(error: ClientError): void {
    this.#parts.link.giveUp(error, this);
  }

  #post(pending: Pending, seq: number): void {
    const { link, room } = this.#parts;
    link.post(
      'intent',
      { room: room.id, seq, intent: pending.intent },
      {
        owner: this,
        whenLost: 'again',
        // One at a time: with two under way, a lost connection would leave it unknown how the first one ended,
        // since the server remembers the last answer only.
        ready: () => room.status === 'live' && this.#pending.find(isUnanswered) === pending,
        answered: (answer) => this.#answered(pending, answer),
        failed: (error) => this.#settle(pending, refusal(error)),
      },
    );
  }

  #answered(pending: Pending, answer: ServerMessage): void {
    if (answer.type === 'rejected') {
      this.#settle(pending, refusal(answer.payload));
    } else {
      pending.revision = payloadOf(answer, 'diff').revision;
      this.reached(this.#parts.room.revision);
    }
  }

  #settle(pending: Pending, result: IntentResult): void {
    this.#keep(this.#pending.filter((other) => other !== pending));
    pending.settle(result);
  }

  #keep(pending: readonly Pending[]): void {
    this.#pending = pending;
    this.#parts.changed(pending.map(({ intent }) => intent));
  }
}

const isUnanswered = ({ revision }: Pending): boolean => revision === undefined;

type Refusal = { readonly code: string; readonly reason?: string | undefined; readonly message: string };

/** As the result of an intent. */
export const refusal = ({ code, reason, message }: Refusal): IntentResult =>
  ({ ok: false, code, message, ...(reason && { reason }) }) as IntentResult;
