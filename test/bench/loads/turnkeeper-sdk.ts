// Tables of turnkeeper, by its own SDK: what browsers and bots send and receive.
import type ticTacToe from '../../../games/tic-tac-toe/game.ts';
import { connect, type Room } from '../../../src/client/index.ts';
import { gameOf, type Table, type TableOptions } from './table.ts';

type Seat = Room<typeof ticTacToe>;

export async function openTable({ at }: TableOptions): Promise<Table> {
  const [ann, ben] = [connect({ url: `ws://${at}/ws` }), connect({ url: `ws://${at}/ws` })];
  await Promise.all([ann.ready(), ben.ready()]);
  const first = await ann.create<typeof ticTacToe>('tic-tac-toe', { visibility: 'private' });
  const second = await ben.join<typeof ticTacToe>({ room: first.id });
  const table = new SdkTable([first, second]);
  await table.playing();
  return table;
}

class SdkTable implements Table {
  readonly #rooms: readonly [Seat, Seat];
  #match = 1;
  #moved = 0;
  #isSeen = (_room: Seat): boolean => false;
  #seen = (): void => {};

  constructor(rooms: readonly [Seat, Seat]) {
    this.#rooms = rooms;
    for (const room of rooms) room.subscribe(() => this.#changed());
  }

  get over(): boolean {
    return this.#moved === gameOf(this.#match).length;
  }

  playing(): Promise<void> {
    return new Promise((resolve) => {
      this.#await(
        ({ document: { status, match } }) => status === 'playing' && match === this.#match,
        resolve,
      );
      this.#changed();
    });
  }

  move(seen: () => void): void {
    const cell = gameOf(this.#match)[this.#moved];
    const [first] = this.#rooms;
    const revision = first.revision + 1;
    const room = this.#rooms[first.seat === this.#moved % 2 ? 0 : 1];
    this.#moved += 1;
    this.#await((one) => one.revision >= revision, seen);
    if (cell !== undefined) void room.send({ type: 'place', cell });
  }

  again(begun: () => void): void {
    this.#match += 1;
    this.#moved = 0;
    void this.playing().then(begun);
    for (const room of this.#rooms) void room.rematch();
  }

  #await(isSeen: (room: Seat) => boolean, seen: () => void): void {
    this.#isSeen = isSeen;
    this.#seen = seen;
  }

  #changed(): void {
    if (!this.#rooms.every(this.#isSeen)) return;
    const seen = this.#seen;
    this.#await(
      () => false,
      () => {},
    );
    seen();
  }
}
