// A player without the SDK: plays match after match with another player, and records all that it receives.
import { type ErrorCode, errors, type ServerMessage, type ServerPayload } from '../../src/protocol/index.ts';
import type { History } from './chaos-history.ts';
import { Link } from './chaos-link.ts';
import { Moves } from './chaos-moves.ts';
import type { Pairing } from './chaos-pairing.ts';
import { type Request, Requests } from './chaos-requests.ts';
import { PlayerRoom } from './chaos-room.ts';

export type PlayerOptions = {
  readonly url: string;
  readonly name: string;
  readonly random: () => number;
  readonly history: History;
  readonly table: Pairing;
  /** false: takes its seat and does nothing else. */
  readonly plays?: boolean;
};

export class Player {
  readonly name: string;
  id = '';
  room: PlayerRoom | undefined;
  readonly #options: PlayerOptions;
  readonly #link: Link;
  readonly #moves: Moves;
  readonly #questions: Requests;
  /** Is queued for a quick match. */
  #isQueued = false;
  /** The room that it is leaving. */
  #leaving: string | undefined;
  #isStopping = false;
  /** After `stop` an answer arrived on this connection, so it is not broken. */
  #isSure = false;
  #lostAt: number | undefined;
  #changed = (): void => {};

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.name = options.name;
    const { url, name, random, history } = options;
    this.#link = new Link({
      ...{ url, name, random },
      events: {
        online: (welcome) => this.#online(welcome),
        offline: () => this.#offline(),
        received: (message) => this.#received(message),
        forgotten: () => this.#stranded('its session is not known any more'),
      },
    });
    this.#questions = new Requests({
      link: this.#link,
      answered: (answer) => this.#answered(answer),
      refused: (question, code) => this.#refused(question, code),
    });
    this.#moves = new Moves({
      ...{ link: this.#link, history, random },
      player: () => this.id,
      room: () => (this.room?.isLive ? this.room : undefined),
      look: () => this.#look(),
    });
  }

  start(): void {
    this.#options.table.sit(this);
    this.#link.open();
  }

  /** Begins nothing new. Resolves when everything is answered. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#isQueued) this.#cancel();
    this.#makeSure();
    while (!this.isSettled) await this.#change();
  }

  /** Resolves when all that the server has sent so far has arrived, or the connection is lost. */
  async caughtUp(): Promise<void> {
    let isAnswered = false;
    this.#link.ask('ping', {}, () => {
      isAnswered = true;
      this.#changed();
    });
    while (!isAnswered && this.#isSure) await this.#change();
    if (this.room === undefined || !isAnswered) return;
    const { id: room, epoch, revision, document } = this.room;
    this.#options.history.finals.push({ player: this.id, room, epoch, revision, document });
  }

  /** Everything is answered, and the connection was not lost since `stop`. */
  get isSettled(): boolean {
    const isAnswered = !this.#questions.isAsking && this.#moves.unanswered === undefined;
    return isAnswered && !this.#isQueued && this.#isSure && (this.room?.isLive ?? true);
  }

  get isOnline(): boolean {
    return this.#link.isOnline;
  }

  /** What the player waits for, in words. */
  get state(): string {
    const { id = 'no room', isLive } = this.room ?? {};
    const { name, isOnline } = this;
    return JSON.stringify({ name, isOnline, room: id, isLive, seq: this.#moves.unanswered });
  }

  /** Breaks the connection without a close frame. */
  cut(): void {
    this.#link.cut();
  }

  close(): void {
    this.#link.close();
  }

  /** Takes the next action, if there is one. */
  act(): void {
    if (!this.#link.isOnline || this.#questions.isAsking) return;
    if (this.room === undefined && !this.#isQueued) this.#seek();
    if (this.room === undefined) return;
    if (this.room.isLive && this.#moves.unanswered === undefined) this.#play(this.room);
  }

  #change(): Promise<void> {
    return new Promise<void>((resolve) => (this.#changed = resolve));
  }

  #makeSure(): void {
    if (!this.#isStopping || !this.#link.isOnline) return;
    this.#link.ask('ping', {}, () => {
      this.#isSure = true;
      this.#changed();
    });
  }

  #online({ player, rooms }: ServerPayload<'welcome'>): void {
    this.id = player;
    const [held] = rooms;
    if (this.room !== undefined && rooms.some(({ room }) => room === this.room?.id)) {
      this.#resume(this.room);
    } else if (this.room !== undefined) {
      this.#gone();
    } else if (held !== undefined) {
      // The answer with this room was lost.
      this.#questions.ask('room.resume', { room: held.room, epoch: 0, revision: 0 });
    } else this.#lostAt = undefined;
    this.#makeSure();
    this.#look();
  }

  #offline(): void {
    this.#lostAt ??= performance.now();
    this.#questions.lost();
    this.#isQueued = this.#isSure = false;
    if (this.room !== undefined) this.room.isLive = false;
    this.#changed();
  }

  #resume({ id: room, epoch, revision }: PlayerRoom): void {
    this.#questions.ask('room.resume', { room, epoch, revision });
  }

  /** The player is no longer in the room. This is right only if it was leaving. */
  #gone(): void {
    if (this.#leaving !== this.room?.id) this.#stranded(`its room is gone: ${this.room?.id}`);
    this.room = undefined;
    this.#moves.giveUp();
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
    // If the message is an answer, it is handled first.
    queueMicrotask(() => this.#look());
  }

  #look(): void {
    this.act();
    this.#changed();
    this.#options.history.changed();
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
    else this.room = new PlayerRoom(joined, (what) => history.holes.push(`${this.name} ${what}`));
    this.#moves.accepted(joined.seq);
    this.#isQueued = false;
    table.entered(this, joined.room);
    this.#back('joined');
  }

  /** In the room again: the intent without an answer is sent again with its seq. */
  #back(how: 'joined' | 'resumed'): void {
    const { history } = this.#options;
    if (this.#lostAt !== undefined) history.returned(how, performance.now() - this.#lostAt);
    this.#lostAt = undefined;
    this.#moves.sendAgain();
  }

  #seek(): void {
    const wish = this.#isStopping ? undefined : this.#options.table.wishOf(this);
    if (wish !== undefined) this.#questions.ask(...wish);
  }

  #play(room: PlayerRoom): void {
    const { status, match, rematch } = room.document;
    if (this.#isStopping || room.seat === null || this.#options.plays === false) return;
    if (status === 'playing') this.#moves.move(room);
    else if (status === 'finished') {
      if (!this.#options.table.goesOn(room.id, match)) this.#leave(room.id);
      else if (!rematch.includes(room.seat)) this.#questions.ask('room.rematch', { room: room.id });
    }
  }

  #leave(room: string): void {
    this.#leaving = room;
    this.#questions.ask('room.leave', { room });
  }

  #answered(answer: ServerMessage): void {
    if (answer.type === 'queued') {
      this.#isQueued = true;
      if (this.#isStopping) this.#cancel();
    } else if (answer.type === 'resumed') {
      // Only as the answer to a request: a message that the network duplicated is late and means nothing.
      this.room?.resumed(answer.payload);
      this.#back('resumed');
    }
  }

  /** Acts again. A room that cannot be resumed is gone. */
  #refused(type: Request, code: ErrorCode): void {
    if (type === 'room.resume' && this.room !== undefined) {
      if (errors[code].retry) this.#resume(this.room);
      else this.#gone();
    }
    this.#look();
  }
}
