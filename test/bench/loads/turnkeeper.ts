// Tables of turnkeeper, by its protocol alone.
import type { Traffic } from '../line.ts';
import { addressOf, gameOf, type LivelyTable, type TableOptions } from './table.ts';
import { type Joined, Talk } from './turnkeeper-talk.ts';

export async function openTable(options: TableOptions): Promise<LivelyTable> {
  const { at, index, traffic } = options;
  const first = await Talk.open({ at, from: addressOf(2 * index), traffic });
  const second = await Talk.open({ at, from: addressOf(2 * index + 1), traffic });
  const wish = { game: 'tic-tac-toe', visibility: 'private' };
  const { room, epoch } = await first.ask<Joined>('joined', 'room.create', wish);
  const begun = first.next('diff');
  const { revision } = await second.ask<Joined>('joined', 'room.join', { room });
  await begun;
  return new TurnkeeperTable(options, { talks: [first, second], room, epoch, revision });
}

type Seated = {
  readonly talks: [Talk, Talk];
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
};

class TurnkeeperTable implements LivelyTable {
  readonly #at: string;
  readonly #traffic: Traffic;
  readonly #talks: [Talk, Talk];
  readonly #room: string;
  readonly #epoch: number;
  #revision: number;
  readonly #seqs: [number, number] = [0, 0];
  #spectators = 0;
  #match = 0;
  #moved = 0;
  #awaited = 0;
  #seen = (): void => {};
  readonly #heard = (_type: string, text: string): void => {
    // How many watch is told a little later than it changes, whatever is played meanwhile.
    if (text.includes('"/spectators"')) return;
    this.#awaited -= 1;
    if (this.#awaited === 0) this.#seen();
  };

  constructor({ at, traffic }: TableOptions, { talks, room, epoch, revision }: Seated) {
    this.#at = at;
    this.#traffic = traffic;
    this.#talks = talks;
    this.#room = room;
    this.#epoch = epoch;
    this.#revision = revision;
    for (const talk of talks) talk.heard = this.#heard;
  }

  get over(): boolean {
    return this.#moved === gameOf(this.#match).length;
  }

  move(seen: () => void): void {
    const cell = gameOf(this.#match)[this.#moved];
    // The seats rotate with each match, and seat 0 begins.
    const player = (this.#moved + this.#match) % 2 === 0 ? 0 : 1;
    this.#moved += 1;
    this.#seqs[player] += 1;
    this.#revision += 1;
    const intent = `"seq":${this.#seqs[player]},"intent":{"type":"place","cell":${cell}}`;
    this.#await(2 + this.#spectators, seen);
    this.#talks[player].line.send(
      `{"type":"intent","ref":${this.#seqs[player]},"payload":{"room":"${this.#room}",${intent}}}`,
    );
  }

  /** To each offer `ok`, and something for all: after the first a diff, after the second a new document. */
  again(begun: () => void): void {
    this.#match += 1;
    this.#moved = 0;
    this.#revision += 2;
    const [first, second] = this.#talks;
    this.#await(3 + this.#spectators, () => {
      this.#await(3 + this.#spectators, begun);
      this.#offer(second);
    });
    this.#offer(first);
  }

  async watch(spectators: number): Promise<void> {
    const told = this.#told(0, `"path":"/spectators","value":${spectators}`);
    for (let number = 0; number < spectators; number += 1) {
      const talk = await Talk.open({ at: this.#at, from: addressOf(number), traffic: this.#traffic });
      await talk.ask('joined', 'room.join', { room: this.#room, as: 'spectator' });
      talk.heard = this.#heard;
    }
    this.#spectators = spectators;
    await told;
  }

  async comeBack(): Promise<void> {
    const [{ line, token }] = this.#talks;
    const gone = this.#told(1, '"value":false');
    line.cut();
    await gone;
    const back = this.#told(1, '"value":true');
    const talk = await Talk.open({ at: this.#at, from: addressOf(0), traffic: this.#traffic, token });
    const known = { room: this.#room, epoch: this.#epoch, revision: this.#revision };
    talk.heard = (type) => {
      if (type === 'joined') throw new Error('a whole document came where a few diffs were missed');
    };
    await talk.ask('resumed', 'room.resume', known);
    await back;
    this.#revision += 2;
    this.#talks[0] = talk;
  }

  /** Resolves when the player hears of a change with these words in it. */
  #told(player: 0 | 1, words: string): Promise<void> {
    const talk = this.#talks[player];
    return new Promise((resolve) => {
      talk.heard = (_type, text) => {
        if (!text.includes(words)) return;
        talk.heard = this.#heard;
        resolve();
      };
    });
  }

  #await(messages: number, seen: () => void): void {
    this.#awaited = messages;
    this.#seen = seen;
  }

  #offer({ line }: Talk): void {
    line.send(`{"type":"room.rematch","ref":"again","payload":{"room":"${this.#room}"}}`);
  }
}
