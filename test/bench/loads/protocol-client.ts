// A minimal client of turnkeeper's protocol. It sends hello and delivers each message unparsed where that is enough.
import { type Traffic, WebSocketClient } from '../websocket-client.ts';

export type Joined = {
  readonly room: string;
  readonly seat: number | null;
  readonly epoch: number;
  readonly revision: number;
};

export type ProtocolClientOptions = {
  readonly address: string;
  readonly localAddress: string;
  readonly traffic: Traffic;
  readonly token?: string;
};

/** The type is at the start of each message, so the rest need not be parsed. */
const TYPE = /^\{"type":"([a-z.]+)"/;

export class ProtocolClient {
  readonly socket: WebSocketClient;
  token = '';
  /** Called with each message except those that `next` waits for. */
  onMessage: (type: string, text: string) => void = () => {};
  #awaited: { type: string; resolve: (payload: unknown) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: WebSocketClient) {
    this.socket = socket;
    socket.onText = (text) => this.#receive(text);
  }

  static async open({
    address,
    localAddress,
    traffic,
    token,
  }: ProtocolClientOptions): Promise<ProtocolClient> {
    const client = new ProtocolClient(
      await WebSocketClient.open({
        url: `ws://${address}/ws`,
        protocol: 'turnkeeper.v1',
        localAddress,
        traffic,
      }),
    );
    const hello = { protocol: 1, ...(token !== undefined && { token }) };
    ({ token: client.token } = await client.request<{ token: string }>('welcome', 'hello', hello));
    return client;
  }

  send(type: string, payload: object): void {
    this.socket.send(JSON.stringify({ type, payload }));
  }

  /** Sends a message, and resolves with the payload of the next message of type `answer`. */
  request<Payload>(answer: string, type: string, payload: object): Promise<Payload> {
    this.send(type, payload);
    return this.next<Payload>(answer);
  }

  next<Payload>(type: string): Promise<Payload> {
    return new Promise((resolve, reject) => {
      this.#awaited = { type, resolve: (payload) => resolve(payload as Payload), reject };
    });
  }

  #receive(text: string): void {
    const type = TYPE.exec(text)?.[1] ?? '';
    const awaited = this.#awaited;
    if (awaited?.type === type) {
      this.#awaited = undefined;
      awaited.resolve(JSON.parse(text).payload);
    } else if (type === 'error' || type === 'rejected') {
      const refusal = new Error(`turnkeeper refused: ${text}`);
      if (awaited === undefined) throw refusal;
      awaited.reject(refusal);
    } else this.onMessage(type, text);
  }
}
