// The unanswered intents of one room. Each keeps its seq across reconnects, so that it is applied once (R5).
import type { ServerMessage } from '../protocol/index.ts';
import type { IntentResult } from './api.ts';
import type { ClientError } from './errors.ts';
import type { Link } from './link.ts';
import { payloadOf } from './outbox.ts';

type Pending = {
  readonly intent: unknown;
  readonly settle: (result: IntentResult) => void;
  /** Set once accepted: the revision it was accepted in, which the document may not have reached yet. */
  revision?: number;
};

export type IntentQueueParts = {
  readonly link: Link;
  readonly room: { readonly id: string; readonly status: string; readonly revision: number };
  readonly onPending: (unanswered: readonly unknown[]) => void;
};

export class IntentQueue {
  readonly #parts: IntentQueueParts;
  #pending: readonly Pending[] = [];
  #lastSeq = 0;

  constructor(parts: IntentQueueParts) {
    this.#parts = parts;
  }

  send(intent: unknown): Promise<IntentResult> {
    return new Promise((settle) => {
      const pending: Pending = { intent, settle };
      this.#lastSeq += 1;
      this.#setPending([...this.#pending, pending]);
      this.#send(pending, this.#lastSeq);
    });
  }

  /** The server's number of the last intent that it accepted from this player: the next must be higher. */
  raiseSeq(seq: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, seq);
  }

  /** The document has reached this revision: intents accepted up to it are done. */
  settleUpTo(revision: number): void {
    for (const pending of this.#pending) {
      if (pending.revision !== undefined && pending.revision <= revision) {
        this.#settle(pending, { ok: true, revision: pending.revision });
      }
    }
  }

  /** Fails every intent that is not accepted yet. */
  failAll(error: ClientError): void {
    this.#parts.link.failAll(error, this);
  }

  #send(pending: Pending, seq: number): void {
    const { link, room } = this.#parts;
    link.post(
      'intent',
      { room: room.id, seq, intent: pending.intent },
      {
        owner: this,
        onDisconnect: 'resend',
        // One at a time: the server remembers its last answer only. With two on their way, a lost connection would
        // leave the result of the first unknown.
        ready: () => room.status === 'live' && this.#pending.find(isUnanswered) === pending,
        onAnswer: (answer) => this.#onAnswer(pending, answer),
        onError: (error) => this.#settle(pending, refusal(error)),
      },
    );
  }

  #onAnswer(pending: Pending, answer: ServerMessage): void {
    if (answer.type === 'rejected') {
      this.#settle(pending, refusal(answer.payload));
    } else {
      pending.revision = payloadOf(answer, 'diff').revision;
      this.settleUpTo(this.#parts.room.revision);
    }
  }

  #settle(pending: Pending, result: IntentResult): void {
    this.#setPending(this.#pending.filter((other) => other !== pending));
    pending.settle(result);
  }

  #setPending(pending: readonly Pending[]): void {
    this.#pending = pending;
    this.#parts.onPending(pending.map(({ intent }) => intent));
  }
}

const isUnanswered = ({ revision }: Pending): boolean => revision === undefined;

type Refusal = { readonly code: string; readonly reason?: string | undefined; readonly message: string };

/** A refusal as the result of an intent. */
export const refusal = ({ code, reason, message }: Refusal): IntentResult =>
  ({ ok: false, code, message, ...(reason && { reason }) }) as IntentResult;
