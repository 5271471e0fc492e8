// A player without a face: comes by the client SDK like anybody else, and plays by a strategy until the match ends.
import { type Strategy, seededRandom } from '../bots/index.ts';
import type { Client, IntentResult, Room } from '../client/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import type { AnyIntent, Seat } from '../game/index.ts';
import type { RoomDocument } from '../protocol/index.ts';
import { until } from './until.ts';

export type SimulatedPlayerOptions = {
  readonly client: Client;
  readonly strategy: Strategy;
  /** In [0, 1); from a fixed seed if not given. */
  readonly random?: () => number;
  /** The system's by default. */
  readonly clock?: Pick<Clock, 'now'>;
  /** Awaited before each message, to keep within the server's rate. */
  readonly pace?: () => Promise<void>;
  /** Told of each intent that was sent, with the time until its answer in ms. */
  readonly onIntent?: (result: IntentResult, ms: number) => void;
};

export type Rejection = { readonly intent: AnyIntent; readonly result: IntentResult & { ok: false } };

/** One match as one member saw it. */
export type SeenMatch = {
  readonly outcome: NonNullable<RoomDocument['outcome']>;
  /** null for a spectator. */
  readonly seat: Seat | null;
  /** Every document, from the first one that was looked at to the last. */
  readonly documents: readonly RoomDocument[];
};

/** Thrown where a match cannot be played to its end, since the room is gone. */
export class MatchLost extends Error {
  override readonly name = 'MatchLost';
}

export class SimulatedPlayer {
  readonly client: Client;
  readonly rejections: Rejection[] = [];
  moves = 0;
  readonly #options: SimulatedPlayerOptions;
  readonly #random: () => number;

  constructor(options: SimulatedPlayerOptions) {
    this.client = options.client;
    this.#options = options;
    this.#random = options.random ?? seededRandom(0);
  }

  /** Acts whenever its strategy wants to, until the match that is on, or about to begin, has ended. */
  async play(room: Room): Promise<SeenMatch> {
    const documents = [room.document];
    const stop = room.subscribe(() => {
      if (documents.at(-1) !== room.document) documents.push(room.document);
    });
    try {
      const { match } = room.document;
      while (isOn(room, match)) await this.#move(room);
      const last = documents.find((document) => document.match === match && document.outcome !== null);
      if (!last?.outcome) throw new MatchLost(`the room was left: ${room.leftReason ?? 'the client closed'}`);
      return { outcome: last.outcome, seat: room.seat, documents };
    } finally {
      stop();
    }
  }

  /** One look at the room: acts or does not, and waits until there is something new to see. */
  async #move(room: Room): Promise<void> {
    const { revision } = room;
    if (room.document.status === 'playing' && room.seat !== null) {
      const intent = await this.#intent(room, room.seat);
      // What was thought up for another document is thought over.
      if (intent !== null && room.revision === revision) await this.#send(room, intent);
    }
    await until(room, () => room.revision !== revision || room.status === 'left');
  }

  async #intent(room: Room, seat: Seat): Promise<AnyIntent | null> {
    await this.#options.pace?.();
    const { intents } = await room.legal();
    const { view, mine, seats } = room.document;
    return this.#options.strategy({
      ...{ seat, seats: seats.length, view, mine },
      legal: intents as readonly AnyIntent[],
      random: this.#random,
      now: (this.#options.clock ?? systemClock).now() + this.client.clockOffset,
    });
  }

  async #send(room: Room, intent: AnyIntent): Promise<void> {
    await this.#options.pace?.();
    const sentAt = performance.now();
    const result = await room.send(intent);
    this.#options.onIntent?.(result, performance.now() - sentAt);
    if (result.ok) this.moves += 1;
    else this.rejections.push({ intent, result });
  }
}

function isOn(room: Room, match: number): boolean {
  const { document, status } = room;
  return status !== 'left' && document.match === match && document.status !== 'finished';
}
