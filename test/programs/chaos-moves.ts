// The intents of a player: random ones, repeated with the same seq until they are answered, and recorded.
import type { ServerMessage } from '../../src/protocol/index.ts';
import { fingerprintOf, type History, type Sent } from './chaos-history.ts';
import type { Link } from './chaos-link.ts';
import type { PlayerRoom } from './chaos-room.ts';

type Pending = { readonly seq: number; readonly intent: object; readonly since: number };
type Board = { readonly board: readonly (number | null)[]; readonly turn: number | null };

export type MovesOptions = {
  readonly link: Link;
  readonly history: History;
  readonly random: () => number;
  /** The id of the player. */
  readonly player: () => string;
  /** The room as the player holds it, if it is joined. */
  readonly room: () => PlayerRoom | undefined;
  /** Called when the player may be able to act again. */
  readonly look: () => void;
};

/** Share of moves out of turn: they must be refused, and must not be in the log. */
const OUT_OF_TURN = 0.02;
/** Time before an intent with a temporary refusal is sent again, in ms. */
const SOON_MS = 50;

export class Moves {
  readonly #options: MovesOptions;
  #pending: Pending | undefined;
  #seq = 0;
  /** The last intent could not be stored: the next try waits. */
  #isResting = false;

  constructor(options: MovesOptions) {
    this.#options = options;
  }

  /** The seq of the intent without an answer. */
  get unanswered(): number | undefined {
    return this.#pending?.seq;
  }

  /** The last accepted seq of this player, as the server reported it. */
  accepted(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
  }

  /** Places a mark in this player's turn, and rarely out of turn. One intent at a time. */
  move(room: PlayerRoom): void {
    const { random, history } = this.#options;
    const { board, turn } = room.document.view as Board;
    if (this.#pending !== undefined || this.#isResting) return;
    if (turn !== room.seat && random() >= OUT_OF_TURN) return;
    const free = board.flatMap((holder, cell) => (holder === null ? [cell] : []));
    const cell = free[Math.floor(random() * free.length)] ?? 0;
    this.#seq += 1;
    this.#pending = { seq: this.#seq, intent: { type: 'place', cell }, since: performance.now() };
    const { id, epoch, revision, document } = room;
    history.sightings.push({ room: id, epoch, revision, print: fingerprintOf(document) });
    this.sendAgain();
  }

  /** Sends the intent without an answer again, with its seq. */
  sendAgain(): void {
    const room = this.#options.room();
    const pending = this.#pending;
    if (room === undefined || pending === undefined) return;
    const { seq, intent, since } = pending;
    this.#options.link.ask('intent', { room: room.id, seq, intent }, (answer) => {
      if (this.#pending !== pending) return;
      const sent = { room: room.id, player: this.#options.player(), seq };
      if (answer.type === 'error') setTimeout(() => this.#pending === pending && this.sendAgain(), SOON_MS);
      else this.#answered(answer, { ...sent, intent, since });
    });
  }

  #answered(answer: ServerMessage, { since, intent, ...sent }: Sent & Omit<Pending, 'seq'>): void {
    const { history } = this.#options;
    this.#pending = undefined;
    history.paused('answer', performance.now() - since);
    if (answer.type === 'diff') history.accept({ ...sent, intent, revision: answer.payload.revision });
    else if (answer.type === 'rejected') {
      history.refused.push({ ...sent, code: answer.payload.code });
      if (answer.payload.code === 'STORE_FAILED') this.#rest();
    }
  }

  #rest(): void {
    this.#isResting = true;
    setTimeout(() => {
      this.#isResting = false;
      this.#options.look();
    }, SOON_MS);
  }

  giveUp(): void {
    this.#pending = undefined;
  }
}
