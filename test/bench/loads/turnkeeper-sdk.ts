// Tables of turnkeeper that use its SDK, as browsers and bots do.
import type ticTacToe from '../../../games/tic-tac-toe/game.ts';
import { connect, type Room } from '../../../src/client/index.ts';
import { gameOf, type Table, type TableOptions } from './table.ts';

type Seat = Room<typeof ticTacToe>;

export async function openTable({ address }: TableOptions): Promise<Table> {
  const [ann, ben] = [connect({ url: `ws://${address}/ws` }), connect({ url: `ws://${address}/ws` })];
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
  #moveCount = 0;
  #hasArrived = (_room: Seat): boolean => false;
  #done = (): void => {};

  constructor(rooms: readonly [Seat, Seat]) {
    this.#rooms = rooms;
    for (const room of rooms) room.subscribe(() => this.#changed());
  }

  get over(): boolean {
    return this.#moveCount === gameOf(this.#match).length;
  }

  playing(): Promise<void> {
    return new Promise((resolve) => {
      this.#expect(
        ({ document: { status, match } }) => status === 'playing' && match === this.#match,
        resolve,
      );
      this.#changed();
    });
  }

  move(done: () => void): void {
    const cell = gameOf(this.#match)[this.#moveCount];
    const [first] = this.#rooms;
    const revision = first.revision + 1;
    const room = this.#rooms[first.seat === this.#moveCount % 2 ? 0 : 1];
    this.#moveCount += 1;
    this.#expect((one) => one.revision >= revision, done);
    if (cell !== undefined) void room.send({ type: 'place', cell });
  }

  rematch(done: () => void): void {
    this.#match += 1;
    this.#moveCount = 0;
    void this.playing().then(done);
    for (const room of this.#rooms) void room.rematch();
  }

  #expect(hasArrived: (room: Seat) => boolean, done: () => void): void {
    this.#hasArrived = hasArrived;
    this.#done = done;
  }

  #changed(): void {
    if (!this.#rooms.every(this.#hasArrived)) return;
    const done = this.#done;
    this.#expect(
      () => false,
      () => {},
    );
    done();
  }
}
