// Tables of the floor: its messages are of the same kinds and sizes as turnkeeper's, and mean nothing.
import { Line, type Traffic } from '../line.ts';
import { addressOf, gameOf, type LivelyTable, type TableOptions } from './table.ts';

export async function openTable(options: TableOptions): Promise<LivelyTable> {
  const table = new FloorTable(options);
  await table.sit();
  return table;
}

class FloorTable implements LivelyTable {
  readonly #url: string;
  readonly #room: string;
  readonly #traffic: Traffic;
  readonly #index: number;
  readonly #lines: Line[] = [];
  #match = 0;
  #moved = 0;
  #sent = 0;
  #awaited = 0;
  #seen = (): void => {};

  constructor({ at, index, traffic }: TableOptions) {
    this.#room = `room-${String(index).padStart(16, '0')}`;
    this.#url = `ws://${at}/?room=${this.#room}`;
    this.#index = index;
    this.#traffic = traffic;
  }

  async sit(): Promise<void> {
    this.#lines.push(await this.#line(0), await this.#line(1));
  }

  get over(): boolean {
    return this.#moved === gameOf(this.#match).length;
  }

  move(seen: () => void): void {
    const cell = gameOf(this.#match)[this.#moved];
    const player = this.#moved % 2;
    this.#moved += 1;
    this.#sent += 1;
    const intent = `"seq":${this.#sent},"intent":{"type":"place","cell":${cell}}`;
    this.#say(
      player,
      `{"type":"intent","ref":${this.#sent},"payload":{"room":"${this.#room}",${intent}}}`,
      seen,
    );
  }

  again(begun: () => void): void {
    this.#match += 1;
    this.#moved = 0;
    const offer = `{"type":"room.rematch","ref":"again","payload":{"room":"${this.#room}"}}`;
    this.#say(0, offer, () => this.#say(1, offer, begun));
  }

  async watch(spectators: number): Promise<void> {
    for (let number = 0; number < spectators; number += 1) this.#lines.push(await this.#line(number));
  }

  async comeBack(): Promise<void> {
    this.#lines[0]?.cut();
    this.#lines[0] = await this.#line(0);
    const greeting = `{"type":"hello","payload":{"room":"${this.#room}"}}`;
    await new Promise<void>((heard) => this.#say(0, greeting, heard));
  }

  #say(player: number, text: string, seen: () => void): void {
    this.#awaited = this.#lines.length;
    this.#seen = seen;
    this.#lines[player]?.send(text);
  }

  async #line(number: number): Promise<Line> {
    const from = addressOf(2 * this.#index + number);
    const line = await Line.open({ url: this.#url, from, traffic: this.#traffic });
    line.heard = () => {
      this.#awaited -= 1;
      if (this.#awaited === 0) this.#seen();
    };
    return line;
  }
}
