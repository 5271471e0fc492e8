// The server's life: listening, draining in order, and stopping. Knows nothing of rooms but that they settle.
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock/index.ts';
import type { ConnectionManager } from '../connection/index.ts';
import { hardenedHttpServer } from '../http/index.ts';
import { encode } from '../protocol/index.ts';

type ServerLifecycleOptions = {
  readonly clock: Clock;
  readonly requestListener: RequestListener;
  /** Nobody is let in before: rooms that are stored would seem unknown. */
  readonly opened: Promise<void>;
  readonly manager: ConnectionManager;
  /** Takes upgrades on a server; returns what stops that. */
  readonly attach: (server: Server, exclusive: boolean) => () => void;
  /** Resolves when everything that was asked of the rooms is done. */
  readonly settle: () => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** A new process takes about a second to be ready; clients add jitter of their own. */
const RETRY_AFTER_MS = 1_500;

/** How long draining may take if nobody says. */
const GRACE_MS = 10_000;

/** What the closing handshakes get besides, so that also a late client hears 1012. */
const GOODBYE_MS = 1_000;

export class ServerLifecycle {
  readonly #options: ServerLifecycleOptions;
  readonly #own: Server[] = [];
  readonly #detach: (() => void)[] = [];
  #stopped: Promise<void> | undefined;

  constructor(options: ServerLifecycleOptions) {
    this.#options = options;
    // Told to who listens; one who never does must not end the process by it.
    options.opened.catch(() => {});
  }

  async listen({ port = 0, host = '127.0.0.1' }: { port?: number; host?: string } = {}): Promise<{
    url: string;
    port: number;
  }> {
    await this.#options.opened;
    const server = hardenedHttpServer(this.#options.requestListener);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.#own.push(server);
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
    await this.#by(until, settle());
    await this.#by(until + GOODBYE_MS, manager.closeAll('restarting'));
    await this.close();
  }

  close(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    for (const detach of this.#detach.splice(0)) detach();
    await this.#options.stop();
    await Promise.all(this.#own.splice(0).map(closed));
  }

  /** Waits for the work, but no longer than until then (epoch ms). */
  async #by(until: number, work: Promise<unknown>): Promise<void> {
    const { promise: tooLate, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.at(until, resolve);
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
