// Brings two players together: one creates a room and the other joins it, or both use quick match.
import { seededRandom } from '../../src/bots/index.ts';

export type SeatRequest = readonly ['room.create' | 'room.join' | 'match.find', object];

/** A player; `act` is called when there may be something to do. */
export type PairedPlayer = { act(): void };

const game = 'tic-tac-toe';

/** Share of matches that are followed by a rematch; after the others both players leave. */
const REMATCHES = 0.85;

export class Pairing {
  readonly #seed: string;
  readonly #isQuick: boolean;
  readonly #players: PairedPlayer[] = [];
  /** The room of the host; undefined while it has none. */
  #hosted: string | undefined;

  constructor(seed: string, how: 'quick' | 'private') {
    this.#seed = seed;
    this.#isQuick = how === 'quick';
  }

  /** The first one is the host. */
  sit(player: PairedPlayer): void {
    this.#players.push(player);
  }

  /** The request of a player without a room; undefined if it must wait for the host. */
  wishOf(player: PairedPlayer): SeatRequest | undefined {
    if (this.#isQuick) return ['match.find', { game }];
    if (player === this.#players[0]) return ['room.create', { game, visibility: 'private' }];
    return this.#hosted === undefined ? undefined : ['room.join', { room: this.#hosted }];
  }

  entered(player: PairedPlayer, room: string): void {
    if (player !== this.#players[0]) return;
    this.#hosted = room;
    for (const guest of this.#players.slice(1)) queueMicrotask(() => guest.act());
  }

  left(player: PairedPlayer): void {
    if (player === this.#players[0]) this.#hosted = undefined;
  }

  /** Whether a rematch follows. Both players compute the same answer. */
  goesOn(room: string, match: number): boolean {
    return seededRandom(`${this.#seed} ${room} ${match}`)() < REMATCHES;
  }
}
