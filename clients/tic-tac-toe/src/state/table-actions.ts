// What the buttons of all screens do about tables. The room entry reports where each leads.
import type { Client } from '../../../../src/client/index.ts';
import type { Go, Route } from './route.ts';
import { storedLevel } from './stored.ts';
import { ignore, leaveQuietly } from './table.ts';
import { GAME, type GameRoom, type TicTacToe } from './types.ts';
import type { RoomEntry } from './use-room-entry.ts';

type TableContext = {
  readonly client: Client;
  readonly route: Route;
  readonly go: Go;
  readonly entry: RoomEntry;
};

export class TableActions {
  readonly #context: TableContext;

  constructor(context: TableContext) {
    this.#context = context;
  }

  playOnline = (): void => {
    const { client, entry } = this.#context;
    const { room, cancel } = client.find<TicTacToe>(GAME);
    entry.enter({ kind: 'online', room, onCancel: () => void cancel().catch(ignore) });
  };

  playFriend = (): void => {
    this.#context.entry.enter({ kind: 'friend', room: this.#create(0) });
  };

  /** Also leaves the queue. */
  playComputer = (): void => {
    const { entry } = this.#context;
    entry.cancel();
    entry.enter({ kind: 'computer', room: this.#create(1) });
  };

  joinCode = (code: string): void => this.#context.go({ at: 'join', code });

  joinRoom = (room: string): void => this.#context.go({ at: 'room', room });

  watch = (room: string): void => this.#context.go({ at: 'watch', room });

  replay = (match: string): void => this.#context.go({ at: 'match', match });

  /** Watches a table that has no free seat. */
  watchInstead = (): void => {
    const { client, route, go, entry } = this.#context;
    if (route.at === 'room') go({ at: 'watch', room: route.room }, 'replace');
    if (route.at !== 'join') return;
    const room = client.join<TicTacToe>({ code: route.code }, 'spectator');
    entry.enter({ kind: 'watching', room });
  };

  /** Enters the table of the address; also again, after a failure. */
  follow = (): void => {
    const { client, route, entry } = this.#context;
    if (route.at === 'join') {
      entry.enter({ kind: 'joining', room: client.join<TicTacToe>({ code: route.code }) });
    } else if (route.at === 'watch') {
      const room = client.join<TicTacToe>({ room: route.room }, 'spectator');
      entry.enter({ kind: 'watching', room });
    } else if (route.at === 'room') {
      entry.enter({ kind: 'returning', room: client.join<TicTacToe>({ room: route.room }) });
    }
  };

  /** Back to the start; an entry under way is cancelled. */
  home = (): void => {
    this.#context.entry.cancel();
    this.#context.go({ at: 'start' });
  };

  /** Gives up the seat, whether this tab is in the room or the server only keeps the seat for it. */
  giveUp = (room: string): void => {
    const { client, go, entry } = this.#context;
    const { table } = entry;
    const seated = table.at === 'room' && table.room.id === room ? table.room : null;
    const there = seated ? Promise.resolve(seated) : client.join<TicTacToe>({ room });
    there.then(leaveQuietly, ignore);
    entry.clear();
    go({ at: 'start' });
  };

  #create(bots: number): Promise<GameRoom> {
    const level = storedLevel.get() ?? undefined;
    return this.#context.client.create<TicTacToe>(GAME, { visibility: 'private', bots, level });
  }
}
