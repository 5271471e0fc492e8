// A player that chooses its intents by a strategy and uses the client SDK, as a page would.
import { type Strategy, seededRandom } from '../bots/index.ts';
import type { Client, IntentResult, Room } from '../client/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import type { AnyIntent, Seat } from '../game/index.ts';
import type { RoomDocument } from '../protocol/index.ts';
import { until } from './until.ts';

/** The options of a SimulatedPlayer. */
export type SimulatedPlayerOptions = {
  readonly client: Client;
  readonly strategy: Strategy;
  /** Returns numbers in [0, 1); by default from a fixed seed. */
  readonly random?: () => number;
  /** By default the system clock. */
  readonly clock?: Pick<Clock, 'now'>;
  /** Awaited before each message, to stay within the server's message rate. */
  readonly pace?: () => Promise<void>;
  /** Called after each answered intent, with the time between intent and answer in ms. */
  readonly onIntent?: (result: IntentResult, ms: number) => void;
};

/** An intent of a simulated player that the server rejected. */
export type Rejection = { readonly intent: AnyIntent; readonly result: IntentResult & { ok: false } };

/** One match from the viewpoint of one member. */
export type SeenMatch = {
  readonly outcome: NonNullable<RoomDocument['outcome']>;
  /** null for a spectator. */
  readonly seat: Seat | null;
  /** Every document, from the start of `play` to the end of the match. */
  readonly documents: readonly RoomDocument[];
};

/** The match cannot be played to its end because the player has lost the room. */
export class MatchLost extends Error {
  override readonly name = 'MatchLost';
}

/**
 * Plays by a strategy. Take a seat with the client first.
 *
 * @example
 * ```ts
 * const player = new SimulatedPlayer({ client: server.connect(), strategy: randomLegal });
 * const room = await player.client.create('tic-tac-toe');
 * const { outcome, documents } = await player.play(room);
 * ```
 */
export class SimulatedPlayer {
  readonly client: Client;
  readonly rejections: Rejection[] = [];
  /** Accepted intents. */
  moves = 0;
  readonly #options: SimulatedPlayerOptions;
  readonly #random: () => number;

  constructor(options: SimulatedPlayerOptions) {
    this.client = options.client;
    this.#options = options;
    this.#random = options.random ?? seededRandom(0);
  }

  /**
   * Plays the current match of the room, or the next one if none has begun, until it ends.
   * @throws MatchLost if the room is left or the client is closed before
   */
  async play(room: Room): Promise<SeenMatch> {
    const documents = [room.document];
    const stop = room.subscribe(() => {
      if (documents.at(-1) !== room.document) documents.push(room.document);
    });
    try {
      const { match } = room.document;
      while (isRunning(room, match)) await this.#move(room);
      const last = documents.find((document) => document.match === match && document.outcome !== null);
      if (!last?.outcome)
        throw new MatchLost(`the room was left (${room.leftReason ?? 'the client was closed'})`);
      return { outcome: last.outcome, seat: room.seat, documents };
    } finally {
      stop();
    }
  }

  /** Asks the strategy once, and waits for the next revision. */
  async #move(room: Room): Promise<void> {
    const { revision } = room;
    if (room.document.status === 'playing' && room.seat !== null) {
      const intent = await this.#intent(room, room.seat);
      // An intent that was chosen for an older document is dropped.
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

function isRunning(room: Room, match: number): boolean {
  const { document, status } = room;
  return status !== 'left' && document.match === match && document.status !== 'finished';
}
