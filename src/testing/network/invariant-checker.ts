// Checks the rules that are visible from outside, on every message of one client and on the document after it.
import { isDeepStrictEqual } from 'node:util';
import type { Room } from '../../client/index.ts';
import {
  answers,
  type ClientMessage,
  type Ref,
  type ServerMessage,
  type ServerPayload,
} from '../../protocol/index.ts';
import { type ExpectedHistory, loggedPart } from './expected-history.ts';
import type { Breach, RuleId } from './plan.ts';

/** A message with a ref. `copies`: how often it was sent, which is the number of answers that must come. */
type Question = { readonly message: ClientMessage; copies: number };

export type CheckerOptions = {
  readonly name: string;
  /** The history of a room by its log. */
  readonly historyOf: (room: string) => ExpectedHistory | undefined;
  readonly report: (breach: Breach) => void;
};

/** Codes that may answer a repeated intent that was applied before, where the first answer is no longer available. */
const REPEAT_CODES = new Set(['STALE_SEQ', 'NOT_A_MEMBER', 'NOT_A_PLAYER', 'UNKNOWN_ROOM', 'ROOM_BUSY']);

export class InvariantChecker {
  readonly counts = { resumed: 0, joined: 0, rejected: 0 };
  player = '';
  /** The room as the client holds it. */
  room: Room | undefined;
  readonly #options: CheckerOptions;
  /** By seq: every intent that was sent with it. */
  readonly #intents = new Map<number, unknown[]>();
  readonly #accepted = new Set<number>();
  readonly #questions = new Map<Ref, Question>();
  /** The revisions of each room.resume on this connection. */
  readonly #resumes = new Set<number>();
  /** The last received revision, by room. */
  readonly #revisions = new Map<string, number>();
  #last: ServerMessage | undefined;

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  /** The types of the messages of this connection that have no answer yet. */
  get unanswered(): readonly string[] {
    return [...this.#questions.values()].map(({ message }) => message.type);
  }

  wasSent(seq: number, intent: unknown): boolean {
    return this.#intents.get(seq)?.some((sent) => isDeepStrictEqual(sent, intent)) ?? false;
  }

  /** Messages of an earlier connection need no answer on the new one. */
  connectionOpened(): void {
    this.#questions.clear();
    this.#resumes.clear();
  }

  sent(text: string): void {
    const message = JSON.parse(text) as ClientMessage;
    const { ref, type, payload } = message;
    if (type === 'intent')
      this.#intents.set(payload.seq, [...(this.#intents.get(payload.seq) ?? []), payload.intent]);
    if (type === 'room.resume') this.#resumes.add(payload.revision);
    if (ref === undefined) return;
    const copies = this.#questions.get(ref)?.copies ?? 0;
    this.#questions.set(ref, { message, copies: copies + 1 });
  }

  /** Before the client receives the message. */
  beforeDelivery(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    this.#last = message;
    if (message.ref !== undefined) this.#answered(message, message.ref);
    if (message.type === 'welcome') this.player = message.payload.player;
    else if (message.type === 'joined') this.#joined(message.payload);
    else if (message.type === 'resumed') this.#resumed(message.payload);
    else if (message.type === 'diff') this.#diff(message.payload, message.ref !== undefined);
  }

  /** After the client has applied the message. */
  afterDelivery(): void {
    const { room } = this;
    const message = this.#last;
    if (message === undefined || room === undefined || !('room' in message.payload)) return;
    if (room.id !== message.payload.room || room.status === 'left') return;
    this.checkDocument(room);
    if (message.type === 'diff' && 'ops' in message.payload && room.revision === message.payload.revision) {
      this.#checkOperations(message.payload.ops, room);
    }
  }

  /** The client's document is exactly the one of its viewpoint at its revision. */
  checkDocument({ id, revision, seat, document }: Room): void {
    const history = this.#options.historyOf(id);
    const expected = history?.documentAt(revision, seat);
    const held = loggedPart(document);
    if (isDeepStrictEqual(held, expected)) return;
    const parts = Object.keys(held) as (keyof typeof held)[];
    const wrong = parts.filter((part) => !isDeepStrictEqual(held[part], expected?.[part]));
    const [part = 'view'] = wrong;
    const rule = part === 'mine' ? 'R7' : 'R3';
    const values = `${JSON.stringify(held[part])} instead of ${JSON.stringify(expected?.[part])}`;
    this.#report(rule, `at revision ${revision} the client has a wrong ${wrong.join(', ')}: ${values}`);
  }

  #answered(message: ServerMessage, ref: Ref): void {
    const question = this.#questions.get(ref);
    if (question === undefined) {
      this.#report(
        'C3',
        `a ${message.type} answers ref ${JSON.stringify(ref)}, which has its answer or was never sent`,
      );
      return;
    }
    question.copies -= 1;
    if (question.copies === 0) this.#questions.delete(ref);
    const { message: asked } = question;
    const allowed: readonly string[] = [...answers[asked.type], 'error'];
    if (!allowed.includes(message.type)) {
      this.#report('C3', `${asked.type} is answered with ${message.type}`);
    }
    if ('code' in message.payload && /FAULT$/.test(message.payload.code)) {
      this.#report('R6', `${JSON.stringify(asked.payload)} is answered with ${message.payload.code}`);
    }
    if (asked.type === 'intent') this.#checkIntentAnswer(asked.payload, message);
  }

  /** The first answer to an intent, and each repeated one, must agree with the log. */
  #checkIntentAnswer(
    { room, seq }: { readonly room: string; readonly seq: number },
    message: ServerMessage,
  ): void {
    if (message.type === 'diff') {
      const revision = this.#options.historyOf(room)?.revisionOf(this.player, seq);
      this.#accepted.add(seq);
      if (revision === message.payload.revision) return;
      const log = revision === undefined ? 'does not have it' : `has it at ${revision}`;
      this.#report('R5', `seq ${seq} is answered with revision ${message.payload.revision}; the log ${log}`);
    } else if (message.type === 'rejected') {
      this.counts.rejected += 1;
      const { code } = message.payload;
      if (this.#accepted.has(seq) && !REPEAT_CODES.has(code)) {
        this.#report('R5', `seq ${seq} was accepted, and a repetition is answered with ${code}`);
      }
    }
  }

  #joined({ room, revision }: ServerPayload<'joined'>): void {
    const last = this.#revisions.get(room) ?? 0;
    if (revision < last) this.#report('R3', `a document of revision ${revision} comes after ${last}`);
    this.#revisions.set(room, revision);
    this.counts.joined += 1;
  }

  #resumed({ room, revision }: ServerPayload<'resumed'>): void {
    if (!this.#resumes.has(revision)) {
      this.#report('R3', `resumed at revision ${revision}, which the client did not ask for`);
    }
    this.#revisions.set(room, revision);
    this.counts.resumed += 1;
  }

  /** Only the answer to a repeated intent may carry a revision a second time. */
  #diff(diff: ServerPayload<'diff'>, isAnswer: boolean): void {
    const last = this.#revisions.get(diff.room) ?? 0;
    const { revision } = diff;
    if (revision <= last && isAnswer) return;
    if (revision <= last) this.#report('R3', `revision ${revision} comes again, after ${last}`);
    else if ('ops' in diff && revision !== last + 1) {
      this.#report('R3', `revision ${revision} comes after ${last}: ${revision - last - 1} missing`);
    }
    this.#revisions.set(diff.room, revision);
  }

  /** Each value in the operations is also in the document that they produce: a diff carries nothing else. */
  #checkOperations(
    ops: Extract<ServerPayload<'diff'>, { ops: unknown }>['ops'],
    { document, revision }: Room,
  ): void {
    const text = JSON.stringify(document);
    for (const op of ops) {
      if (op.op === 'remove' || text.includes(JSON.stringify(op.value))) continue;
      this.#report(
        'R7',
        `the diff to revision ${revision} carries ${JSON.stringify(op)}, which is not in the document`,
      );
    }
  }

  #report(rule: RuleId, what: string): void {
    this.#options.report({ rule, what: `${this.#options.name}: ${what}` });
  }
}
