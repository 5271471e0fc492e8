// A room's voice: turns each revision into one diff a viewpoint, encodes it once, and sends it to all who see the same.
import type { Seat } from '../game/index.ts';
import {
  answering,
  encode,
  frame,
  type Ref,
  type RoomDocument,
  type ServerPayload,
} from '../protocol/index.ts';
import type { Broadcaster, BroadcastSource, Cause, Member, RoomViews } from '../room/index.ts';
import type { Caller } from '../session/index.ts';
import { diffMessages, documentFor } from './diff-message.ts';
import { type EncodedRevision, History, messageFor } from './history.ts';

type Prepared = { readonly picture: RoomViews; readonly told: EncodedRevision | undefined };

export class RoomFeed implements Broadcaster {
  readonly #source: BroadcastSource;
  /** The room's id as JSON text. */
  readonly #room: string;
  readonly #history = new History();
  readonly #written = new WrittenDocument();
  #current: RoomViews | undefined;
  #prepared: Prepared | undefined;

  constructor(source: BroadcastSource) {
    this.#source = source;
    this.#room = JSON.stringify(source.room);
  }

  get current(): RoomViews | undefined {
    return this.#current;
  }

  prepare(next: RoomViews, revision: number): void {
    const before = this.#current;
    const viewpoints = this.#source.secretive ? this.#viewpoints() : null;
    // The first picture, and the first of the next match, are told whole: nobody would see their diff.
    const isWhole = before === undefined || before.shared.match !== next.shared.match;
    const told = isWhole ? undefined : diffMessages({ room: this.#room, revision, before, next, viewpoints });
    this.#prepared = { picture: next, told };
  }

  discard(): void {
    this.#prepared = undefined;
  }

  publish(cause?: Cause): void {
    const told = this.#show()?.told;
    if (told === undefined) return;
    this.#history.push(told);
    for (const member of this.#source.members()) {
      const message = messageFor(told, member.seat) ?? this.#wholeFor(member);
      if (member === cause?.member && cause.ref !== undefined) this.#answer(member, cause.ref, message);
      else this.#send(member, message);
    }
  }

  publishWhole(): void {
    this.#show();
    this.#history.clear();
    for (const member of this.#source.members()) this.joined(member);
  }

  joined(member: Member, caller?: Caller): void {
    const { epoch, revision } = this.#source;
    const head = `{"room":${this.#room},"seat":${member.seat},"epoch":${epoch},"revision":${revision}`;
    const seq = this.#source.seq(member);
    const payload = `${head},"seq":${seq},"document":${this.#written.of(this.#document(member))}}`;
    member.behind = false;
    if (caller === undefined) member.connection?.send(frame('joined', payload));
    else caller.tellText('joined', payload);
  }

  resume(member: Member, caller: Caller, from: { readonly epoch: number; readonly revision: number }): void {
    const missed = this.#missed(member, from);
    if (missed === undefined) {
      this.joined(member, caller);
      return;
    }
    const { room, epoch } = this.#source;
    const seq = this.#source.seq(member);
    caller.tell('resumed', { room, seat: member.seat, epoch, revision: from.revision, seq });
    for (const message of missed) caller.connection.send(message);
  }

  repeat(member: Member, caller: Caller, revision: number): void {
    if (caller.ref === undefined) return;
    const told = revision > member.since ? this.#history.at(revision) : undefined;
    const { room } = this.#source;
    // What the intent changed was told at the time, or came with a document since: it need not be told again.
    const message =
      (told && messageFor(told, member.seat)) ??
      encode({ type: 'diff', payload: { room, revision, ops: [] } });
    caller.connection.send(answering('diff', message, caller.ref));
  }

  chat(line: { readonly from: Member; readonly text: string; readonly at: number }, caller: Caller): void {
    const { from, text, at } = line;
    const payload: ServerPayload<'chat'> = {
      room: this.#source.room,
      from: { name: from.session.name, seat: from.seat },
      text,
      at,
    };
    const plain = encode({ type: 'chat', payload });
    for (const member of this.#source.members()) {
      if (member !== from) member.connection?.send(plain);
    }
    caller.tell('chat', payload);
  }

  #show(): Prepared | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    if (prepared !== undefined) {
      this.#current = prepared.picture;
      this.#written.forget();
    }
    return prepared;
  }

  #send(member: Member, text: string): void {
    const { connection } = member;
    if (connection === null) return;
    // What is held back here comes as one document when the queue is empty again (C5).
    if (member.behind || connection.congested) member.behind = true;
    else connection.send(text);
  }

  /** The answer to who asked goes out even to a slow reader; one that is behind gets the whole document with it. */
  #answer(member: Member, ref: Ref, message: string): void {
    const told = member.behind ? this.#wholeFor(member) : message;
    member.behind = false;
    member.connection?.send(answering('diff', told, ref));
  }

  /** A diff that says all of it. */
  #wholeFor(member: Member): string {
    const { room, revision } = this.#source;
    return encode({ type: 'diff', payload: { room, revision, document: this.#document(member) } });
  }

  #missed(member: Member, from: { epoch: number; revision: number }): readonly string[] | undefined {
    const { epoch, revision } = this.#source;
    if (from.epoch !== epoch || from.revision > revision || from.revision < member.since) return undefined;
    if (from.revision === revision) return [];
    const missed = this.#history.after(from.revision)?.map((told) => messageFor(told, member.seat));
    return missed?.every((message) => message !== undefined) ? missed : undefined;
  }

  #document(member: Member): ServerPayload<'joined'>['document'] {
    if (this.#current === undefined) throw new Error(`room ${this.#source.room} has no document yet`);
    return documentFor(this.#current, member.seat);
  }

  *#viewpoints(): Iterable<Seat | null> {
    for (const { seat } of this.#source.members()) yield seat;
  }
}

// The last document as JSON text: whoever comes to a room between two changes is sent the very same one.

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
