// A whole server for a test: on a free port or in memory, with everything that may be left behind in sight.
import { randomLegal, type Strategy, seededRandom } from '../bots/index.ts';
import { type Client, type ConnectOptions, connect } from '../client/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import { createLog, createServer, type ServerOptions, type TurnkeeperServer } from '../server/index.ts';
import { CountedClock } from './counted-clock.ts';
import { UNLIMITED_RATES } from './generous.ts';
import { type RawClient, rawClient } from './raw-client.ts';
import { SimulatedPlayer } from './simulated-player.ts';
import { linkedTransport, type OpenTransport, openSocket, type Transport } from './transport.ts';

export type TestServerOptions<C extends Clock> = Omit<ServerOptions, 'clock'> & {
  /** A ManualClock makes time stand still until the test moves it. The system's by default. */
  readonly clock?: C;
  /** `linked`: pairs in memory instead of sockets; there is no HTTP then. */
  readonly transport?: 'sockets' | 'linked';
  /** A free one by default. */
  readonly port?: number;
};

/** Silent and without limits of rate, unless the options say otherwise. */
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

type Parts<C extends Clock> = {
  readonly server: TurnkeeperServer;
  readonly clock: C;
  readonly timers: CountedClock;
  readonly url: string;
  readonly open: OpenTransport;
};

type PlayerOptions = { readonly strategy?: Strategy; readonly seed?: string | number };

export class TestServer<C extends Clock = Clock> {
  readonly server: TurnkeeperServer;
  readonly clock: C;
  /** `http://host:port`; the page is here, where `pages` were given. */
  readonly url: string;
  readonly #timers: CountedClock;
  readonly #open: OpenTransport;
  readonly #clients = new Set<Client | RawClient>();
  readonly #lines = new WeakMap<Client | RawClient, () => Transport | undefined>();

  constructor({ server, clock, timers, url, open }: Parts<C>) {
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

  /** What there is on the server now. `rooms`: in any status; `timers`: set and not yet due. */
  get left(): { connections: number; sessions: number; rooms: number; queued: number; timers: number } {
    const { connections, sessions, rooms, queued } = this.server.readings();
    const count = rooms.waiting + rooms.playing + rooms.finished;
    return { connections, sessions, rooms: count, queued, timers: this.#timers.pending };
  }

  /** A client of the SDK; closed with the server. */
  connect(options: Omit<ConnectOptions, 'url' | 'createSocket'> = {}): Client {
    const { createSocket, line } = this.#caller();
    const client = connect({ ...options, url: this.socketUrl, createSocket });
    return this.#keep(client, line);
  }

  /** A simulated player, to be seated by `player.client` and then to `play`. */
  player(name: string, { strategy = randomLegal, seed = name }: PlayerOptions = {}): SimulatedPlayer {
    return new SimulatedPlayer({ client: this.connect({ name }), strategy, random: seededRandom(seed) });
  }

  /** A client that only knows frames. */
  async raw(): Promise<RawClient> {
    const { createSocket, line } = this.#caller();
    return this.#keep(await rawClient(this.socketUrl, { createSocket }), line);
  }

  /** The network of this client fails; an SDK client will come back by itself. */
  cut(client: Client | RawClient): void {
    this.#lines.get(client)?.()?.cut();
  }

  /** This client reads no more, until `resume`. */
  pause(client: Client | RawClient): void {
    this.#lines.get(client)?.()?.pause();
  }

  resume(client: Client | RawClient): void {
    this.#lines.get(client)?.()?.resume();
  }

  /** Resolves when the server holds no connection any more. */
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

  #caller(): {
    createSocket: (url: string, protocol: string) => Transport['socket'];
    line: () => Transport | undefined;
  } {
    let line: Transport | undefined;
    return {
      createSocket: (url, protocol) => {
        line = this.#open(url, protocol);
        return line.socket;
      },
      line: () => line,
    };
  }

  #keep<Kept extends Client | RawClient>(client: Kept, line: () => Transport | undefined): Kept {
    this.#clients.add(client);
    this.#lines.set(client, line);
    return client;
  }
}
