// The life of a server: starting, listening, draining in order, stopping. All it knows of rooms is that they settle.
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock/index.ts';
import type { ConnectionManager } from '../connection/index.ts';
import { hardenedHttpServer, type ServerStatus } from '../http/index.ts';
import { encode } from '../protocol/index.ts';

type ServerLifecycleOptions = {
  readonly clock: Clock;
  readonly requestListener: RequestListener;
  /** No client is let in before: stored rooms would seem unknown. */
  readonly roomsOpened: Promise<void>;
  readonly manager: ConnectionManager;
  /** Accepts upgrades on a server; returns what stops that. */
  readonly attach: (server: Server, exclusive: boolean) => () => void;
  /** Resolves when every command that the rooms have taken is finished. */
  readonly settle: () => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** A new process takes about 1 s to be ready; clients add jitter of their own. */
const RETRY_AFTER_MS = 1_500;

/** The time for commands under way, where the caller gives none. */
const GRACE_MS = 10_000;

/** Added for the closing handshakes, so that a slow client gets the code 1012, too. */
const CLOSE_HANDSHAKE_MS = 1_000;

export class ServerLifecycle {
  readonly #options: ServerLifecycleOptions;
  /** The HTTP servers that `listen` made. */
  readonly #servers: Server[] = [];
  readonly #detach: (() => void)[] = [];
  #isOpened = false;
  #stopped: Promise<void> | undefined;

  constructor(options: ServerLifecycleOptions) {
    this.#options = options;
    options.roomsOpened.then(
      () => {
        this.#isOpened = true;
      },
      // `ready` and `listen` reject with it. Where neither is called, it must not end the process.
      () => {},
    );
  }

  get status(): ServerStatus {
    if (!this.#options.manager.accepting) return 'draining';
    return this.#isOpened ? 'ready' : 'starting';
  }

  ready(): Promise<void> {
    return this.#options.roomsOpened;
  }

  async listen({ port = 0, host = '127.0.0.1' }: { port?: number; host?: string } = {}): Promise<{
    url: string;
    port: number;
  }> {
    await this.ready();
    const server = hardenedHttpServer(this.#options.requestListener);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#servers.push(server);
    this.#detach.push(this.#options.attach(server, true));
    const address = server.address() as AddressInfo;
    const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return { url: `http://${shown}:${address.port}`, port: address.port };
  }

  attach(server: Server): void {
    this.#detach.push(this.#options.attach(server, false));
  }

  async drain({ graceMs = GRACE_MS }: { graceMs?: number } = {}): Promise<void> {
    const { manager, settle } = this.#options;
    manager.drain();
    const draining = encode({ type: 'draining', payload: { retryAfterMs: RETRY_AFTER_MS } });
    for (const connection of manager.connections) connection.send(draining);
    const until = this.#options.clock.now() + graceMs;
    await this.#waitUntil(until, settle());
    await this.#waitUntil(until + CLOSE_HANDSHAKE_MS, manager.closeAll('restarting'));
    await this.close();
  }

  close(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    for (const detach of this.#detach.splice(0)) detach();
    await this.#options.stop();
    await Promise.all(this.#servers.splice(0).map(closed));
  }

  /** Waits for the work, at most until `time` (epoch ms). */
  async #waitUntil(time: number, work: Promise<unknown>): Promise<void> {
    const { promise: tooLate, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.at(time, resolve);
    await Promise.race([work, tooLate]);
    cancel();
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Keep-alive connections of browsers would hold the process for seconds.
    server.closeAllConnections();
  });
}
