// A whole server for a test, on a free port or in memory, which counts what is left on it.
import { randomLegal, type Strategy, seededRandom } from '../bots/index.ts';
import { type Client, type ConnectOptions, connect } from '../client/index.ts';
import { type CancelTimer, type Clock, systemClock } from '../clock/index.ts';
import {
  createLog,
  createServer,
  type ServerLimits,
  type ServerOptions,
  type TurnkeeperServer,
} from '../server/index.ts';
import { type RawClient, rawClient } from './raw-client.ts';
import { SimulatedPlayer } from './simulated-player.ts';
import { linkedTransport, type OpenTransport, openSocket, type Transport } from './transport.ts';

/** The options of `startTestServer`: those of `createServer`, and how clients reach the server. */
export type TestServerOptions<C extends Clock> = Omit<ServerOptions, 'clock'> & {
  /** With a ManualClock time moves only when the test moves it. By default the system clock. */
  readonly clock?: C;
  /** `linked`: pairs of sockets in memory in place of network sockets; there is no HTTP then. `sockets` by default. */
  readonly transport?: 'sockets' | 'linked';
  /** TCP port; by default a free one. */
  readonly port?: number;
};

/**
 * Starts a server on 127.0.0.1 that writes no log and has no rate limits, unless the options say otherwise. Dispose of
 * it at the end of the test: that closes its clients and the server.
 *
 * @throws Error if the port is in use
 * @example
 * ```ts
 * await using server = await startTestServer({ games: [ticTacToe], clock: new ManualClock() });
 * const ann = server.connect({ name: 'Ann' });
 * const bob = server.connect({ name: 'Bob' });
 * const room = await ann.create('tic-tac-toe');
 * await bob.join({ room: room.id });
 * await until(room, ({ document }) => document.status === 'playing');
 * server.clock.advance(30_000); // Ann's turn times out
 * ```
 */
export async function startTestServer<C extends Clock = Clock>(
  options: TestServerOptions<C>,
): Promise<TestServer<C>> {
  const { clock = systemClock as Clock as C, transport = 'sockets', port = 0, ...rest } = options;
  const timers = new CountedClock(clock);
  const limits = { ...UNLIMITED_RATES, ...options.limits };
  const server = createServer({ log: createLog({ level: 'silent' }), ...rest, clock: timers, limits });
  if (transport === 'linked') {
    const open = linkedTransport(server, limits.frameBytes);
    return new TestServer({ server, clock, timers, url: 'http://linked.test', open });
  }
  const { url } = await server.listen({ port });
  return new TestServer({ server, clock, timers, url, open: openSocket });
}

type TestServerParts<C extends Clock> = {
  readonly server: TurnkeeperServer;
  readonly clock: C;
  readonly timers: CountedClock;
  readonly url: string;
  readonly open: OpenTransport;
};

/** How a simulated player of a TestServer plays. */
export type PlayerOptions = { readonly strategy?: Strategy; readonly seed?: string | number };

/** A running server of a test. `await using` disposes of it. */
export class TestServer<C extends Clock = Clock> {
  readonly server: TurnkeeperServer;
  readonly clock: C;
  /** `http://host:port`, also the address of the page if `pages` were given. */
  readonly url: string;
  readonly #timers: CountedClock;
  readonly #open: OpenTransport;
  readonly #clients = new Set<Client | RawClient>();
  readonly #transports = new WeakMap<Client | RawClient, () => Transport | undefined>();

  /** @internal `startTestServer` makes it. */
  constructor({ server, clock, timers, url, open }: TestServerParts<C>) {
    this.server = server;
    this.clock = clock;
    this.url = url;
    this.#timers = timers;
    this.#open = open;
  }

  /** `ws://host:port/ws` */
  get socketUrl(): string {
    return `${this.url.replace(/^http/, 'ws')}/ws`;
  }

  /** What is on the server now. `rooms`: in any status; `queued`: players who wait for a match; `timers`: pending. */
  get left(): { connections: number; sessions: number; rooms: number; queued: number; timers: number } {
    const { connections, sessions, rooms, queued } = this.server.gauges();
    const count = rooms.waiting + rooms.playing + rooms.finished;
    return { connections, sessions, rooms: count, queued, timers: this.#timers.pending };
  }

  /** An SDK client that is closed with the server. */
  connect(options: Omit<ConnectOptions, 'url' | 'createSocket'> = {}): Client {
    const { createSocket, transport } = this.#newTransport();
    const client = connect({ ...options, url: this.socketUrl, createSocket });
    return this.#keep(client, transport);
  }

  /** A simulated player. Take a seat with `player.client`, then call `play`. The seed is the name by default. */
  player(name: string, { strategy = randomLegal, seed = name }: PlayerOptions = {}): SimulatedPlayer {
    return new SimulatedPlayer({ client: this.connect({ name }), strategy, random: seededRandom(seed) });
  }

  /** A client that sends and receives single messages. */
  async raw(): Promise<RawClient> {
    const { createSocket, transport } = this.#newTransport();
    return this.#keep(await rawClient(this.socketUrl, { createSocket }), transport);
  }

  /** Breaks the client's connection without a close frame. An SDK client reconnects by itself. */
  cut(client: Client | RawClient): void {
    this.#transports.get(client)?.()?.cut();
  }

  /** The client stops reading until `resume`. */
  pause(client: Client | RawClient): void {
    this.#transports.get(client)?.()?.pause();
  }

  resume(client: Client | RawClient): void {
    this.#transports.get(client)?.()?.resume();
  }

  /** Resolves when the server has no connection left. */
  async gone(): Promise<void> {
    while (this.left.connections > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  drain(options?: { readonly graceMs?: number }): Promise<void> {
    return this.server.drain(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.server.close();
  }

  #newTransport(): {
    createSocket: (url: string, protocol: string) => Transport['socket'];
    transport: () => Transport | undefined;
  } {
    let transport: Transport | undefined;
    return {
      createSocket: (url, protocol) => {
        transport = this.#open(url, protocol);
        return transport.socket;
      },
      transport: () => transport,
    };
  }

  #keep<Kept extends Client | RawClient>(client: Kept, transport: () => Transport | undefined): Kept {
    this.#clients.add(client);
    this.#transports.set(client, transport);
    return client;
  }
}

/** Counts the pending timers of another clock. */
class CountedClock implements Clock {
  readonly #clock: Clock;
  readonly #pending = new Set<CancelTimer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get pending(): number {
    return this.#pending.size;
  }

  now(): number {
    return this.#clock.now();
  }

  at(time: number, run: () => void): CancelTimer {
    const cancel = this.#clock.at(time, () => {
      this.#pending.delete(cancel);
      run();
    });
    this.#pending.add(cancel);
    return () => {
      this.#pending.delete(cancel);
      cancel();
    };
  }
}

/** Simulated players are faster than people, and all come from one address. */
export const UNLIMITED_RATES: Partial<ServerLimits> = {
  messagesPerSecond: 1_000_000,
  messageBurst: 1_000_000,
  createdPerMinute: 1_000_000,
  findsPerMinute: 1_000_000,
  sessionsPerMinute: 1_000_000,
  watchesPerMinute: 1_000_000,
  connectionsPerAddress: 10_000,
};
