// Watches one client's messages both ways, and what it holds after each: every rule that can be seen from outside.
import { isDeepStrictEqual } from 'node:util';
import type { Room } from '../../client/index.ts';
import {
  answers,
  type ClientMessage,
  type Ref,
  type ServerMessage,
  type ServerPayload,
} from '../../protocol/index.ts';
import type { Breach, RuleId } from './broken-rule.ts';
import { type ExpectedHistory, loggedPart } from './expected-history.ts';

/** An asked question: how often it went out, and so how many answers there must be. */
type Question = { readonly message: ClientMessage; copies: number };

export type CheckerOptions = {
  readonly name: string;
  /** What the log says of a room. */
  readonly historyOf: (room: string) => ExpectedHistory | undefined;
  readonly report: (breach: Breach) => void;
};

/** What a player is told of an intent that was taken before, where it can't be told the same again. */
const LATE = new Set(['STALE_SEQ', 'NOT_A_MEMBER', 'NOT_A_PLAYER', 'UNKNOWN_ROOM', 'ROOM_BUSY']);

export class InvariantChecker {
  readonly counts = { resumed: 0, joined: 0, rejected: 0 };
  player = '';
  /** The client's own picture of its room. */
  room: Room | undefined;
  readonly #parts: CheckerOptions;
  /** By seq: every content that was sent under it. */
  readonly #intents = new Map<number, unknown[]>();
  readonly #taken = new Set<number>();
  readonly #questions = new Map<Ref, Question>();
  /** Revisions that the client has asked to go on from, on this connection. */
  readonly #resumes = new Set<number>();
  /** The last revision that came, by room. */
  readonly #revisions = new Map<string, number>();
  #last: ServerMessage | undefined;

  constructor(parts: CheckerOptions) {
    this.#parts = parts;
  }

  /** Of this connection: questions that have no answer yet. */
  get unanswered(): readonly string[] {
    return [...this.#questions.values()].map(({ message }) => message.type);
  }

  wasSent(seq: number, intent: unknown): boolean {
    return this.#intents.get(seq)?.some((sent) => isDeepStrictEqual(sent, intent)) ?? false;
  }

  /** What was asked on an earlier connection need not be answered on this one. */
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

  /** Before the client has it. */
  beforeDelivery(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    this.#last = message;
    if (message.ref !== undefined) this.#answered(message, message.ref);
    if (message.type === 'welcome') this.player = message.payload.player;
    else if (message.type === 'joined') this.#joined(message.payload);
    else if (message.type === 'resumed') this.#resumed(message.payload);
    else if (message.type === 'diff') this.#diff(message.payload, message.ref !== undefined);
  }

  /** When the client has taken it in. */
  afterDelivery(): void {
    const { room } = this;
    const message = this.#last;
    if (message === undefined || room === undefined || !('room' in message.payload)) return;
    if (room.id !== message.payload.room || room.status === 'left') return;
    this.checkDocument(room);
    if (message.type === 'diff' && 'ops' in message.payload && room.revision === message.payload.revision) {
      this.#carries(message.payload.ops, room);
    }
  }

  /** What the client holds is what its viewpoint is to have at that revision, and nothing besides. */
  checkDocument({ id, revision, seat, document }: Room): void {
    const history = this.#parts.historyOf(id);
    const due = history?.documentAt(revision, seat);
    const held = loggedPart(document);
    if (isDeepStrictEqual(held, due)) return;
    const parts = Object.keys(held) as (keyof typeof held)[];
    const wrong = parts.filter((part) => !isDeepStrictEqual(held[part], due?.[part]));
    const [part = 'view'] = wrong;
    const rule = part === 'mine' ? 'R7' : 'R3';
    const is = `${JSON.stringify(held[part])}, and is to be ${JSON.stringify(due?.[part])}`;
    this.#broken(rule, `at revision ${revision} it holds another ${wrong.join(', ')} than the room: ${is}`);
  }

  #answered(message: ServerMessage, ref: Ref): void {
    const question = this.#questions.get(ref);
    if (question === undefined) {
      this.#broken('C3', `a ${message.type} answers ${JSON.stringify(ref)} again, or what was never asked`);
      return;
    }
    question.copies -= 1;
    if (question.copies === 0) this.#questions.delete(ref);
    const { message: asked } = question;
    const fitting: readonly string[] = [...answers[asked.type], 'error'];
    if (!fitting.includes(message.type)) {
      this.#broken('C3', `${asked.type} is answered with ${message.type}`);
    }
    if ('code' in message.payload && /FAULT$/.test(message.payload.code)) {
      this.#broken('R6', `${JSON.stringify(asked.payload)} is answered with ${message.payload.code}`);
    }
    if (asked.type === 'intent') this.#decided(asked.payload, message);
  }

  /** An intent has its answer: it must be what the log says, this time and every time. */
  #decided({ room, seq }: { readonly room: string; readonly seq: number }, message: ServerMessage): void {
    if (message.type === 'diff') {
      const revision = this.#parts.historyOf(room)?.revisionOf(this.player, seq);
      this.#taken.add(seq);
      if (revision === message.payload.revision) return;
      const log = revision === undefined ? 'does not have it' : `has it at ${revision}`;
      this.#broken('R5', `seq ${seq} is answered with revision ${message.payload.revision}; the log ${log}`);
    } else if (message.type === 'rejected') {
      this.counts.rejected += 1;
      const { code } = message.payload;
      if (this.#taken.has(seq) && !LATE.has(code)) {
        this.#broken('R5', `seq ${seq} was taken, and is answered with ${code} now`);
      }
    }
  }

  #joined({ room, revision }: ServerPayload<'joined'>): void {
    const last = this.#revisions.get(room) ?? 0;
    if (revision < last) this.#broken('R3', `a document of revision ${revision} comes after ${last}`);
    this.#revisions.set(room, revision);
    this.counts.joined += 1;
  }

  #resumed({ room, revision }: ServerPayload<'resumed'>): void {
    if (!this.#resumes.has(revision)) {
      this.#broken('R3', `it is resumed at revision ${revision}, and did not ask for that`);
    }
    this.#revisions.set(room, revision);
    this.counts.resumed += 1;
  }

  /** The answer to an intent that was sent twice tells of its revision a second time; nothing else may. */
  #diff(diff: ServerPayload<'diff'>, isAnswer: boolean): void {
    const last = this.#revisions.get(diff.room) ?? 0;
    const { revision } = diff;
    if (revision <= last && isAnswer) return;
    if (revision <= last) this.#broken('R3', `revision ${revision} comes again, after ${last}`);
    else if ('ops' in diff && revision !== last + 1) {
      this.#broken('R3', `revision ${revision} comes after ${last}: ${revision - last - 1} missing`);
    }
    this.#revisions.set(diff.room, revision);
  }

  /** Operations carry nothing that is not in the document they make. */
  #carries(ops: Extract<ServerPayload<'diff'>, { ops: unknown }>['ops'], { document, revision }: Room): void {
    const text = JSON.stringify(document);
    for (const op of ops) {
      if (op.op === 'remove' || text.includes(JSON.stringify(op.value))) continue;
      this.#broken('R7', `the diff to ${revision} carries ${JSON.stringify(op)}, which leaves no trace`);
    }
  }

  #broken(rule: RuleId, what: string): void {
    this.#parts.report({ rule, what: `${this.#parts.name}: ${what}` });
  }
}
