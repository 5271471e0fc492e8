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

  /** The server's word on the last intent it accepted from this seat. */
  raiseSeq(seq: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, seq);
  }

  /** The document now holds what was accepted up to this revision. */
  settleUpTo(revision: number): void {
    for (const pending of this.#pending) {
      if (pending.revision !== undefined && pending.revision <= revision) {
        this.#settle(pending, { ok: true, revision: pending.revision });
      }
    }
  }

  /** None is sent again. */
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
        onDisconnect: 'again',
        // One at a time: with two under way, a lost connection would leave it unknown how the first one ended,
        // since the server remembers the last answer only.
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

/** As the result of an intent. */
export const refusal = ({ code, reason, message }: Refusal): IntentResult =>
  ({ ok: false, code, message, ...(reason && { reason }) }) as IntentResult;
