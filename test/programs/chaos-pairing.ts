// How two players come together: one makes a room and the other joins it, or both ask for a quick match.
import { seededRandom } from '../../src/bots/index.ts';

export type SeatRequest = readonly ['room.create' | 'room.join' | 'match.find', object];

/** A player; looks at what there is to do when something may have changed. */
export type PairedPlayer = { act(): void };

const game = 'tic-tac-toe';

/** Of the matches that end, so many are followed by a rematch; after the others both leave. */
const REMATCHES = 0.85;

export class Pairing {
  readonly #seed: string;
  readonly #isQuick: boolean;
  readonly #players: PairedPlayer[] = [];
  /** Where the host sits; undefined as long as it has no room. */
  #hosted: string | undefined;

  constructor(seed: string, how: 'quick' | 'private') {
    this.#seed = seed;
    this.#isQuick = how === 'quick';
  }

  /** The first one is the host. */
  sit(player: PairedPlayer): void {
    this.#players.push(player);
  }

  /** What a player without a room asks for; undefined if it has to wait for the host. */
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

  /** Whether this match of the room is followed by another: both players find the same without a word. */
  goesOn(room: string, match: number): boolean {
    return seededRandom(`${this.#seed} ${room} ${match}`)() < REMATCHES;
  }
}
