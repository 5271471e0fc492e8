// Tables of Colyseus, by its own client.
import { Client } from '@colyseus/sdk';
import { gameOf } from '../loads/table.ts';

export async function openTable({ at }) {
  const players = [new Client(`http://${at}`), new Client(`http://${at}`)];
  const first = await players[0].create('tic-tac-toe');
  await whole(first);
  const second = await players[1].joinById(first.roomId);
  await whole(second);
  return new ColyseusTable([first, second]);
}

/** Who has joined is sent the state as it is, a little later. */
async function whole(room) {
  if (room.state?.board?.length !== 9) await new Promise((told) => room.onStateChange.once(told));
}

class ColyseusTable {
  #rooms;
  #match = 0;
  #moved = 0;
  #awaited = 0;
  #seen = () => {};

  constructor(rooms) {
    this.#rooms = rooms;
    for (const room of rooms) {
      room.onStateChange(() => {
        this.#awaited -= 1;
        if (this.#awaited === 0) this.#seen();
      });
    }
  }

  get over() {
    return this.#moved === gameOf(this.#match).length;
  }

  move(seen) {
    const cell = gameOf(this.#match)[this.#moved];
    this.#say(this.#moved % 2, 'place', { cell }, seen);
    this.#moved += 1;
  }

  again(begun) {
    this.#match += 1;
    this.#moved = 0;
    this.#say(0, 'again', {}, () => this.#say(1, 'again', {}, begun));
  }

  #say(player, type, payload, seen) {
    this.#awaited = 2;
    this.#seen = seen;
    this.#rooms[player].send(type, payload);
  }
}
