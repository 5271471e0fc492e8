// Tables of the floor. Its messages have the types and sizes of turnkeeper's messages, without their meaning.
import { type Traffic, WebSocketClient } from '../websocket-client.ts';
import { type ExtendedTable, gameOf, loopbackAddress, type TableOptions } from './table.ts';

export async function openTable(options: TableOptions): Promise<ExtendedTable> {
  const table = new FloorTable(options);
  await table.open();
  return table;
}

class FloorTable implements ExtendedTable {
  readonly #url: string;
  readonly #room: string;
  readonly #traffic: Traffic;
  readonly #index: number;
  readonly #clients: WebSocketClient[] = [];
  #match = 0;
  #moveCount = 0;
  #sent = 0;
  #pending = 0;
  #done = (): void => {};

  constructor({ address, index, traffic }: TableOptions) {
    this.#room = `room-${String(index).padStart(16, '0')}`;
    this.#url = `ws://${address}/?room=${this.#room}`;
    this.#index = index;
    this.#traffic = traffic;
  }

  async open(): Promise<void> {
    this.#clients.push(await this.#connect(0), await this.#connect(1));
  }

  get over(): boolean {
    return this.#moveCount === gameOf(this.#match).length;
  }

  move(done: () => void): void {
    const cell = gameOf(this.#match)[this.#moveCount];
    const player = this.#moveCount % 2;
    this.#moveCount += 1;
    this.#sent += 1;
    const intent = `"seq":${this.#sent},"intent":{"type":"place","cell":${cell}}`;
    this.#send(
      player,
      `{"type":"intent","ref":${this.#sent},"payload":{"room":"${this.#room}",${intent}}}`,
      done,
    );
  }

  rematch(done: () => void): void {
    this.#match += 1;
    this.#moveCount = 0;
    const offer = `{"type":"room.rematch","ref":"again","payload":{"room":"${this.#room}"}}`;
    this.#send(0, offer, () => this.#send(1, offer, done));
  }

  async addSpectators(spectators: number): Promise<void> {
    for (let number = 0; number < spectators; number += 1) this.#clients.push(await this.#connect(number));
  }

  async reconnect(): Promise<void> {
    this.#clients[0]?.cut();
    this.#clients[0] = await this.#connect(0);
    const greeting = `{"type":"hello","payload":{"room":"${this.#room}"}}`;
    await new Promise<void>((done) => this.#send(0, greeting, done));
  }

  #send(player: number, text: string, done: () => void): void {
    this.#pending = this.#clients.length;
    this.#done = done;
    this.#clients[player]?.send(text);
  }

  async #connect(number: number): Promise<WebSocketClient> {
    const localAddress = loopbackAddress(2 * this.#index + number);
    const client = await WebSocketClient.open({ url: this.#url, localAddress, traffic: this.#traffic });
    client.onText = () => {
      this.#pending -= 1;
      if (this.#pending === 0) this.#done();
    };
    return client;
  }
}
