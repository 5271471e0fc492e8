// What the buttons of all screens do about tables. Each is one step; where it leads, the entrance tells.
import type { Client } from '../../../../src/client/index.ts';
import type { Go, Route } from './route.ts';
import { storedLevel } from './stored.ts';
import { ignore, leaveQuietly } from './table.ts';
import { GAME, type GameRoom, type TicTacToe } from './types.ts';
import type { Entrance } from './use-entrance.ts';

type Surroundings = {
  readonly client: Client;
  readonly route: Route;
  readonly go: Go;
  readonly entrance: Entrance;
};

export class TableActions {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  playOnline = (): void => {
    const { client, entrance } = this.#around;
    const { room, cancel } = client.find<TicTacToe>(GAME);
    entrance.enter({ errand: 'online', coming: room, callOff: () => void cancel().catch(ignore) });
  };

  playFriend = (): void => {
    this.#around.entrance.enter({ errand: 'friend', coming: this.#create(0) });
  };

  /** Gives up the place in the queue, too. */
  playComputer = (): void => {
    const { entrance } = this.#around;
    entrance.turnBack();
    entrance.enter({ errand: 'computer', coming: this.#create(1) });
  };

  joinCode = (code: string): void => this.#around.go({ at: 'join', code });

  joinRoom = (room: string): void => this.#around.go({ at: 'room', room });

  watch = (room: string): void => this.#around.go({ at: 'watch', room });

  replay = (match: string): void => this.#around.go({ at: 'match', match });

  /** Looks on where there is no seat left. */
  watchInstead = (): void => {
    const { client, route, go, entrance } = this.#around;
    if (route.at === 'room') go({ at: 'watch', room: route.room }, 'replace');
    if (route.at !== 'join') return;
    const coming = client.join<TicTacToe>({ code: route.code }, 'spectator');
    entrance.enter({ errand: 'watching', coming });
  };

  /** Goes where the address says; also once more, after it has failed. */
  follow = (): void => {
    const { client, route, entrance } = this.#around;
    if (route.at === 'join') {
      entrance.enter({ errand: 'joining', coming: client.join<TicTacToe>({ code: route.code }) });
    } else if (route.at === 'watch') {
      const coming = client.join<TicTacToe>({ room: route.room }, 'spectator');
      entrance.enter({ errand: 'watching', coming });
    } else if (route.at === 'room') {
      entrance.enter({ errand: 'returning', coming: client.join<TicTacToe>({ room: route.room }) });
    }
  };

  /** Back to the start; what was under way is called off. */
  home = (): void => {
    this.#around.entrance.turnBack();
    this.#around.go({ at: 'start' });
  };

  /** Gives up the seat, whether this tab sits on it or only holds it. */
  giveUp = (room: string): void => {
    const { client, go, entrance } = this.#around;
    const { table } = entrance;
    const seated = table.at === 'room' && table.room.id === room ? table.room : null;
    const there = seated ? Promise.resolve(seated) : client.join<TicTacToe>({ room });
    there.then(leaveQuietly, ignore);
    entrance.getUp();
    go({ at: 'start' });
  };

  #create(bots: number): Promise<GameRoom> {
    const level = storedLevel.get() ?? undefined;
    return this.#around.client.create<TicTacToe>(GAME, { visibility: 'private', bots, level });
  }
}
