// Builds one diff per viewpoint for each revision, encodes it once, sends it to every member with that viewpoint.
import type { Seat } from '../game/index.ts';
import {
  answering,
  encode,
  frame,
  type Ref,
  type RoomDocument,
  type ServerPayload,
} from '../protocol/index.ts';
import type { Broadcaster, BroadcastSource, Cause, Member, ResumePoint, RoomViews } from '../room/index.ts';
import type { Caller } from '../session/index.ts';
import { diffMessages, documentFor } from './diff-message.ts';
import { type EncodedRevision, History, messageFor } from './history.ts';

/** `encoded`: undefined where everyone gets a full document. */
type Prepared = { readonly views: RoomViews; readonly encoded: EncodedRevision | undefined };

export class RoomFeed implements Broadcaster {
  readonly #source: BroadcastSource;
  /** The room's id as JSON text. */
  readonly #room: string;
  readonly #history = new History();
  readonly #lastDocument = new DocumentText();
  #current: RoomViews | undefined;
  #prepared: Prepared | undefined;

  constructor(source: BroadcastSource) {
    this.#source = source;
    this.#room = JSON.stringify(source.id);
  }

  get current(): RoomViews | undefined {
    return this.#current;
  }

  prepare(next: RoomViews, revision: number): void {
    const before = this.#current;
    const viewpoints = this.#source.hasSecrets ? this.#viewpoints() : null;
    // The first views, and the first of the next match, are sent in full: nobody would see their diff.
    const isFull = before === undefined || before.shared.match !== next.shared.match;
    const encoded = isFull
      ? undefined
      : diffMessages({ room: this.#room, revision, before, next, viewpoints });
    this.#prepared = { views: next, encoded };
  }

  discard(): void {
    this.#prepared = undefined;
  }

  publish(cause?: Cause): void {
    const encoded = this.#takePrepared()?.encoded;
    if (encoded === undefined) return;
    this.#history.push(encoded);
    for (const member of this.#source.members.all()) {
      const message = messageFor(encoded, member.seat) ?? this.#fullDiff(member);
      if (member === cause?.member && cause.ref !== undefined) this.#answer(member, cause.ref, message);
      else this.#send(member, message);
    }
  }

  publishFull(): void {
    this.#takePrepared();
    this.#history.clear();
    for (const member of this.#source.members.all()) this.sendJoined(member);
  }

  sendJoined(member: Member, caller?: Caller): void {
    const { epoch, revision } = this.#source;
    const head = `{"room":${this.#room},"seat":${member.seat},"epoch":${epoch},"revision":${revision}`;
    const seq = this.#source.lastSeq(member);
    const payload = `${head},"seq":${seq},"document":${this.#lastDocument.of(this.#document(member))}}`;
    member.behind = false;
    if (caller === undefined) member.connection?.send(frame('joined', payload));
    else caller.sendText('joined', payload);
  }

  resume(member: Member, caller: Caller, from: ResumePoint): void {
    const missed = this.#missed(member, from);
    if (missed === undefined) {
      this.sendJoined(member, caller);
      return;
    }
    const { id: room, epoch } = this.#source;
    const seq = this.#source.lastSeq(member);
    caller.send('resumed', { room, seat: member.seat, epoch, revision: from.revision, seq });
    for (const message of missed) caller.connection.send(message);
  }

  repeatAnswer(member: Member, caller: Caller, revision: number): void {
    if (caller.ref === undefined) return;
    const encoded = revision > member.since ? this.#history.at(revision) : undefined;
    const { id: room } = this.#source;
    // The member has the change already, as a diff or within a document: an answer without operations is enough.
    const message =
      (encoded && messageFor(encoded, member.seat)) ??
      encode({ type: 'diff', payload: { room, revision, ops: [] } });
    caller.connection.send(answering('diff', message, caller.ref));
  }

  chat(line: { readonly from: Member; readonly text: string; readonly at: number }, caller: Caller): void {
    const { from, text, at } = line;
    const payload: ServerPayload<'chat'> = {
      room: this.#source.id,
      from: { name: from.session.name, seat: from.seat },
      text,
      at,
    };
    const plain = encode({ type: 'chat', payload });
    for (const member of this.#source.members.all()) {
      if (member !== from) member.connection?.send(plain);
    }
    caller.send('chat', payload);
  }

  #takePrepared(): Prepared | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared !== undefined) {
      this.#current = prepared.views;
      this.#lastDocument.forget();
    }
    return prepared;
  }

  #send(member: Member, text: string): void {
    const { connection } = member;
    if (connection === null) return;
    // What is held back here follows as one document when the queue is empty again (C5).
    if (member.behind || connection.congested) member.behind = true;
    else connection.send(text);
  }

  /** The answer goes out even to a slow reader; a member that is behind gets the full document with it. */
  #answer(member: Member, ref: Ref, message: string): void {
    const text = member.behind ? this.#fullDiff(member) : message;
    member.behind = false;
    member.connection?.send(answering('diff', text, ref));
  }

  /** A `diff` message with the full document in place of operations. */
  #fullDiff(member: Member): string {
    const { id: room, revision } = this.#source;
    return encode({ type: 'diff', payload: { room, revision, document: this.#document(member) } });
  }

  #missed(member: Member, from: ResumePoint): readonly string[] | undefined {
    const { epoch, revision } = this.#source;
    if (from.epoch !== epoch || from.revision > revision || from.revision < member.since) return undefined;
    if (from.revision === revision) return [];
    const missed = this.#history.after(from.revision)?.map((encoded) => messageFor(encoded, member.seat));
    return missed?.every((message) => message !== undefined) ? missed : undefined;
  }

  #document(member: Member): RoomDocument {
    if (this.#current === undefined) throw new Error(`room ${this.#source.id} has no document yet`);
    return documentFor(this.#current, member.seat);
  }

  *#viewpoints(): Iterable<Seat | null> {
    for (const { seat } of this.#source.members.all()) yield seat;
  }
}

/** The last document as JSON text: encoded once for a crowd that comes to watch, or a match that begins. */
class DocumentText {
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
