// Tables of turnkeeper that use its protocol without the SDK.
import type { Traffic } from '../websocket-client.ts';
import { type Joined, ProtocolClient } from './protocol-client.ts';
import { type ExtendedTable, gameOf, loopbackAddress, type TableOptions } from './table.ts';

export async function openTable(options: TableOptions): Promise<ExtendedTable> {
  const { address, index, traffic } = options;
  const first = await ProtocolClient.open({ address, localAddress: loopbackAddress(2 * index), traffic });
  const second = await ProtocolClient.open({
    address,
    localAddress: loopbackAddress(2 * index + 1),
    traffic,
  });
  const settings = { game: 'tic-tac-toe', visibility: 'private' };
  const { room, epoch } = await first.request<Joined>('joined', 'room.create', settings);
  const started = first.next('diff');
  const { revision } = await second.request<Joined>('joined', 'room.join', { room });
  await started;
  return new TurnkeeperTable(options, { clients: [first, second], room, epoch, revision });
}

type Seated = {
  readonly clients: [ProtocolClient, ProtocolClient];
  readonly room: string;
  readonly epoch: number;
  readonly revision: number;
};

class TurnkeeperTable implements ExtendedTable {
  readonly #address: string;
  readonly #traffic: Traffic;
  readonly #clients: [ProtocolClient, ProtocolClient];
  readonly #room: string;
  readonly #epoch: number;
  #revision: number;
  readonly #seqs: [number, number] = [0, 0];
  #spectators = 0;
  #match = 0;
  #moveCount = 0;
  #pending = 0;
  #done = (): void => {};
  readonly #onMessage = (_type: string, text: string): void => {
    // The number of spectators arrives some time after its change, independent of moves.
    if (text.includes('"/spectators"')) return;
    this.#pending -= 1;
    if (this.#pending === 0) this.#done();
  };

  constructor({ address, traffic }: TableOptions, { clients, room, epoch, revision }: Seated) {
    this.#address = address;
    this.#traffic = traffic;
    this.#clients = clients;
    this.#room = room;
    this.#epoch = epoch;
    this.#revision = revision;
    for (const client of clients) client.onMessage = this.#onMessage;
  }

  get over(): boolean {
    return this.#moveCount === gameOf(this.#match).length;
  }

  move(done: () => void): void {
    const cell = gameOf(this.#match)[this.#moveCount];
    // The seats rotate with each match, and seat 0 begins.
    const player = (this.#moveCount + this.#match) % 2 === 0 ? 0 : 1;
    this.#moveCount += 1;
    this.#seqs[player] += 1;
    this.#revision += 1;
    const intent = `"seq":${this.#seqs[player]},"intent":{"type":"place","cell":${cell}}`;
    this.#expect(2 + this.#spectators, done);
    this.#clients[player].socket.send(
      `{"type":"intent","ref":${this.#seqs[player]},"payload":{"room":"${this.#room}",${intent}}}`,
    );
  }

  /** Each offer gets `ok`, and all members get a message: a diff after the first offer, a document after the second. */
  rematch(done: () => void): void {
    this.#match += 1;
    this.#moveCount = 0;
    this.#revision += 2;
    const [first, second] = this.#clients;
    this.#expect(3 + this.#spectators, () => {
      this.#expect(3 + this.#spectators, done);
      this.#offer(second);
    });
    this.#offer(first);
  }

  async addSpectators(spectators: number): Promise<void> {
    const counted = this.#received(0, `"path":"/spectators","value":${spectators}`);
    for (let number = 0; number < spectators; number += 1) {
      const client = await ProtocolClient.open({
        address: this.#address,
        localAddress: loopbackAddress(number),
        traffic: this.#traffic,
      });
      await client.request('joined', 'room.join', { room: this.#room, as: 'spectator' });
      client.onMessage = this.#onMessage;
    }
    this.#spectators = spectators;
    await counted;
  }

  async reconnect(): Promise<void> {
    const [{ socket, token }] = this.#clients;
    const offline = this.#received(1, '"value":false');
    socket.cut();
    await offline;
    const online = this.#received(1, '"value":true');
    const client = await ProtocolClient.open({
      address: this.#address,
      localAddress: loopbackAddress(0),
      traffic: this.#traffic,
      token,
    });
    const known = { room: this.#room, epoch: this.#epoch, revision: this.#revision };
    client.onMessage = (type) => {
      if (type === 'joined') throw new Error('the server sent a document instead of the missed diffs');
    };
    await client.request('resumed', 'room.resume', known);
    await online;
    this.#revision += 2;
    this.#clients[0] = client;
  }

  /** Resolves when the player receives a message that contains this text. */
  #received(player: 0 | 1, substring: string): Promise<void> {
    const client = this.#clients[player];
    return new Promise((resolve) => {
      client.onMessage = (_type, text) => {
        if (!text.includes(substring)) return;
        client.onMessage = this.#onMessage;
        resolve();
      };
    });
  }

  #expect(messages: number, done: () => void): void {
    this.#pending = messages;
    this.#done = done;
  }

  #offer({ socket }: ProtocolClient): void {
    socket.send(`{"type":"room.rematch","ref":"again","payload":{"room":"${this.#room}"}}`);
  }
}
