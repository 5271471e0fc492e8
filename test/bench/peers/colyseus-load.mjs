// Tables of Colyseus. They use its own client.
import { Client } from '@colyseus/sdk';
import { gameOf } from '../loads/table.ts';

export async function openTable({ address }) {
  const players = [new Client(`http://${address}`), new Client(`http://${address}`)];
  const first = await players[0].create('tic-tac-toe');
  await stateOf(first);
  const second = await players[1].joinById(first.roomId);
  await stateOf(second);
  return new ColyseusTable([first, second]);
}

/** The server sends the state some time after the join. */
async function stateOf(room) {
  if (room.state?.board?.length !== 9) await new Promise((resolve) => room.onStateChange.once(resolve));
}

class ColyseusTable {
  #rooms;
  #match = 0;
  #moveCount = 0;
  #pending = 0;
  #done = () => {};

  constructor(rooms) {
    this.#rooms = rooms;
    for (const room of rooms) {
      room.onStateChange(() => {
        this.#pending -= 1;
        if (this.#pending === 0) this.#done();
      });
    }
  }

  get over() {
    return this.#moveCount === gameOf(this.#match).length;
  }

  move(done) {
    const cell = gameOf(this.#match)[this.#moveCount];
    this.#send(this.#moveCount % 2, 'place', { cell }, done);
    this.#moveCount += 1;
  }

  rematch(done) {
    this.#match += 1;
    this.#moveCount = 0;
    this.#send(0, 'again', {}, () => this.#send(1, 'again', {}, done));
  }

  #send(player, type, payload, done) {
    this.#pending = 2;
    this.#done = done;
    this.#rooms[player].send(type, payload);
  }
}
