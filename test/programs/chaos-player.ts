// A player that only knows frames: plays match after match with another, and records all it is told.
import { type ErrorCode, errors, type ServerMessage, type ServerPayload } from '../../src/protocol/index.ts';
import { FoldedRoom } from './chaos-fold.ts';
import { type History, printOf } from './chaos-history.ts';
import { Link } from './chaos-link.ts';
import type { Table } from './chaos-table.ts';

export type PlayerOptions = {
  readonly url: string;
  readonly name: string;
  readonly random: () => number;
  readonly history: History;
  readonly table: Table;
};

type Question = 'room.create' | 'room.join' | 'match.find' | 'room.resume' | 'room.rematch' | 'room.leave';
type Pending = { readonly seq: number; readonly intent: object; readonly since: number };

/** So often a player tries what is not its turn: to be refused, and not to be found in the log. */
const OUT_OF_TURN = 0.02;
/** Before asking again for what was refused only for now, ms. */
const SOON_MS = 50;

export class Player {
  readonly name: string;
  id = '';
  room: FoldedRoom | undefined;
  readonly #options: PlayerOptions;
  readonly #link: Link;
  #pending: Pending | undefined;
  /** A question other than an intent is under way. */
  #isAsking = false;
  /** Asked for a quick match, which comes by itself. */
  #isQueued = false;
  /** The room that it has asked to leave. */
  #leaving: string | undefined;
  #seq = 0;
  #isStopping = false;
  #lostAt: number | undefined;
  #changed = (): void => {};

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.name = options.name;
    const { url, name, random } = options;
    this.#link = new Link({
      ...{ url, name, random },
      events: {
        online: (welcome) => this.#online(welcome),
        offline: () => this.#offline(),
        received: (message) => this.#received(message),
        forgotten: () => this.#stranded('its session is not known any more'),
      },
    });
  }

  start(): void {
    this.#options.table.sit(this);
    this.#link.open();
  }

  /** Begins nothing new; resolves when everything is answered and told. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#isQueued) this.#cancel();
    while (!this.#isSettled) await new Promise<void>((resolve) => (this.#changed = resolve));
  }

  /** Resolves when all that the server has sent so far is here. */
  async caughtUp(): Promise<void> {
    await new Promise<void>((resolve) => this.#link.ask('ping', {}, () => resolve()));
    if (this.room === undefined) return;
    const { id: room, epoch, revision, document } = this.room;
    this.#options.history.finals.push({ player: this.id, room, epoch, revision, document });
  }

  /** What it waits for, in words. */
  get state(): string {
    const room =
      this.room === undefined ? 'no room' : `${this.room.id}${this.room.isLive ? '' : ' not live'}`;
    const pending = this.#pending === undefined ? '' : `, intent ${this.#pending.seq} unanswered`;
    return `${this.name} ${this.#link.isOnline ? 'online' : 'offline'}, ${room}${pending}`;
  }

  close(): void {
    this.#link.close();
  }

  /** Looks at what there is, and does the next thing if there is one. */
  act(): void {
    if (!this.#link.isOnline || this.#isAsking) return;
    if (this.room === undefined && !this.#isQueued) this.#seek();
    if (this.room === undefined) return;
    if (this.room.isLive && this.#pending === undefined) this.#play(this.room);
  }

  get #isSettled(): boolean {
    const isIdle = this.#link.isOnline && !this.#isAsking && !this.#isQueued && this.#pending === undefined;
    return isIdle && (this.room?.isLive ?? true);
  }

  #online({ player, rooms }: ServerPayload<'welcome'>): void {
    this.id = player;
    const [held] = rooms;
    if (this.room !== undefined && rooms.some(({ room }) => room === this.room?.id)) {
      this.#resume(this.room);
    } else if (this.room !== undefined) {
      this.#gone();
    } else if (held !== undefined) {
      // The answer that would have told us of this room was lost.
      this.#ask('room.resume', { room: held.room, epoch: 0, revision: 0 });
    } else this.#lostAt = undefined;
    this.#look();
  }

  #offline(): void {
    this.#lostAt ??= performance.now();
    this.#isAsking = this.#isQueued = false;
    if (this.room !== undefined) this.room.isLive = false;
  }

  #resume({ id: room, epoch, revision }: FoldedRoom): void {
    this.#ask('room.resume', { room, epoch, revision });
  }

  /** The room is not ours any more: as it should be only if we were about to leave it. */
  #gone(): void {
    if (this.#leaving !== this.room?.id) this.#stranded(`its room is gone: ${this.room?.id}`);
    this.room = undefined;
    this.#pending = undefined;
    this.#options.table.left(this);
  }

  #stranded(what: string): void {
    this.#options.history.strandings.push(`${this.name}: ${what}`);
  }

  #received(message: ServerMessage): void {
    if (message.type === 'joined') this.#joined(message.payload);
    else if (message.type === 'diff' && message.payload.room === this.room?.id) {
      this.room.diff(message.payload);
    } else if (message.type === 'left' && message.payload.room === this.room?.id) this.#gone();
    // The answer that the message may be comes first.
    queueMicrotask(() => this.#look());
  }

  #look(): void {
    this.act();
    this.#changed();
  }

  #cancel(): void {
    this.#link.ask('match.cancel', {}, () => {
      this.#isQueued = false;
      this.#changed();
    });
  }

  #joined(joined: ServerPayload<'joined'>): void {
    const { history, table } = this.#options;
    if (joined.room === this.room?.id) this.room.joined(joined);
    else this.room = new FoldedRoom(joined, (what) => history.holes.push(`${this.name} ${what}`));
    this.#seq = Math.max(this.#seq, joined.seq);
    this.#isQueued = false;
    table.entered(this, joined.room);
    this.#back();
  }

  /** In the room again: what has no answer yet goes out once more, with the same seq. */
  #back(): void {
    if (this.#lostAt !== undefined) this.#options.history.paused('return', performance.now() - this.#lostAt);
    this.#lostAt = undefined;
    if (this.#pending !== undefined && this.room !== undefined) this.#send(this.room, this.#pending);
  }

  #seek(): void {
    const wish = this.#isStopping ? undefined : this.#options.table.wishOf(this);
    if (wish !== undefined) this.#ask(...wish);
  }

  #play(room: FoldedRoom): void {
    const { status, view, match, rematch } = room.document;
    if (this.#isStopping || room.seat === null) return;
    if (status === 'playing') this.#place(room, view as { board: (number | null)[]; turn: number | null });
    else if (status === 'finished') {
      if (!this.#options.table.goesOn(room.id, match)) this.#leave(room.id);
      else if (!rematch.includes(room.seat)) this.#ask('room.rematch', { room: room.id });
    }
  }

  #leave(room: string): void {
    this.#leaving = room;
    this.#ask('room.leave', { room });
  }

  #place(
    room: FoldedRoom,
    { board, turn }: { board: readonly (number | null)[]; turn: number | null },
  ): void {
    const { random, history } = this.#options;
    if (turn !== room.seat && random() >= OUT_OF_TURN) return;
    const free = board.flatMap((holder, cell) => (holder === null ? [cell] : []));
    const cell = free[Math.floor(random() * free.length)] ?? 0;
    this.#seq += 1;
    this.#pending = { seq: this.#seq, intent: { type: 'place', cell }, since: performance.now() };
    const { id, epoch, revision, document } = room;
    history.sightings.push({ room: id, epoch, revision, print: printOf(document) });
    this.#send(room, this.#pending);
  }

  #send({ id: room }: FoldedRoom, pending: Pending): void {
    const { seq, intent, since } = pending;
    this.#link.ask('intent', { room, seq, intent }, (answer) => {
      if (this.#pending !== pending) return;
      const { history } = this.#options;
      const sent = { room, player: this.id, seq };
      if (answer.type === 'diff') history.accept({ ...sent, intent, revision: answer.payload.revision });
      else if (answer.type === 'rejected') history.refused.push({ ...sent, code: answer.payload.code });
      else return void setTimeout(() => this.#retry(pending), SOON_MS);
      this.#pending = undefined;
      history.paused('answer', performance.now() - since);
    });
  }

  #retry(pending: Pending): void {
    if (this.#pending === pending && this.room?.isLive) this.#send(this.room, pending);
  }

  #ask(type: Question, payload: object): void {
    this.#isAsking = true;
    this.#link.ask(type, payload, (answer) => {
      if (answer.type === 'error') {
        setTimeout(() => this.#refused(type, answer.payload.code), SOON_MS);
      } else this.#answered(answer);
    });
  }

  #answered(answer: ServerMessage): void {
    this.#isAsking = false;
    if (answer.type === 'queued') {
      this.#isQueued = true;
      if (this.#isStopping) this.#cancel();
    } else if (answer.type === 'resumed') {
      // Only as the answer to what was asked: one that the network has doubled is late and says nothing.
      this.room?.resumed(answer.payload);
      this.#back();
    }
  }

  /** Looks again. A room that can't be resumed is gone. */
  #refused(type: Question, code: ErrorCode): void {
    if (!this.#isAsking) return;
    this.#isAsking = false;
    if (type === 'room.resume' && this.room !== undefined) {
      if (errors[code].retry) this.#resume(this.room);
      else this.#gone();
    }
    this.#look();
  }
}
