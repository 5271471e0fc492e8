// How two players come together: one makes a room and the other joins it, or both ask for a quick match.
import { seededRandom } from '../../src/bots/index.ts';

export type Wish = readonly ['room.create' | 'room.join' | 'match.find', object];

const game = 'tic-tac-toe';

/** Of the matches that end, so many are followed by a rematch; after the others both leave. */
const REMATCHES = 0.85;

export class Table {
  readonly #seed: string;
  readonly #isQuick: boolean;
  #host: object | undefined;
  /** Where the host sits; undefined as long as it has no room. */
  #hosted: string | undefined;

  constructor(seed: string, how: 'quick' | 'private') {
    this.#seed = seed;
    this.#isQuick = how === 'quick';
  }

  /** What a player without a room asks for; undefined if it has to wait for the host. */
  wishOf(player: object): Wish | undefined {
    if (this.#isQuick) return ['match.find', { game }];
    this.#host ??= player;
    if (player === this.#host) return ['room.create', { game, visibility: 'private' }];
    return this.#hosted === undefined ? undefined : ['room.join', { room: this.#hosted }];
  }

  entered(player: object, room: string): void {
    if (player === this.#host) this.#hosted = room;
  }

  left(player: object): void {
    if (player === this.#host) this.#hosted = undefined;
  }

  /** Whether this match of the room is followed by another: both players find the same without a word. */
  goesOn(room: string, match: number): boolean {
    return seededRandom(`${this.#seed} ${room} ${match}`)() < REMATCHES;
  }
}
