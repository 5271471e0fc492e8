// The door: decides which HTTP upgrade becomes a connection, cheapest question first, and refuses the rest.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock/index.ts';
import type { Identity } from '../session/index.ts';
import { clientAddress } from './address.ts';
import type { ConnectionManager } from './connection-manager.ts';
import { type AllowedOrigins, handshakeFault } from './handshake.ts';
import type { ConnectionLog } from './log.ts';
import { type RefusalName, refuse } from './refusals.ts';
import { type UpgradeRequest, wsUpgrade } from './ws-socket.ts';

/** Who sends this request: an identity, undefined for a guest, null to refuse with 401. */
export type Authenticate = (
  request: IncomingMessage,
) => Identity | null | undefined | Promise<Identity | null | undefined>;

export type UpgradeOptions = {
  readonly manager: ConnectionManager;
  readonly clock: Clock;
  readonly log: ConnectionLog;
  /** '/ws' if not given. */
  readonly path?: string | undefined;
  /** Every client is a guest if not given. */
  readonly authenticate?: Authenticate | undefined;
  /** The host the request went to if not given. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Addresses or CIDR ranges whose X-Forwarded-For is believed; none if not given. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** false: other paths are left to the other listeners of a shared server; else they are refused. */
  readonly exclusive?: boolean | undefined;
};

/** Listens for upgrades on the server; returns what ends that, and refuses whoever is still being asked about. */
export function attachUpgrade(server: Server, options: UpgradeOptions): () => void {
  const door = new Door(options);
  const listener = (request: IncomingMessage, raw: Duplex, head: Buffer): void =>
    door.knock(request, raw, head);
  server.on('upgrade', listener);
  return () => {
    server.off('upgrade', listener);
    door.shut();
  };
}

class Door {
  readonly #options: UpgradeOptions;
  readonly #path: string;
  readonly #addressOf: ReturnType<typeof clientAddress>;
  readonly #complete: ReturnType<typeof wsUpgrade>;
  /** One for each client being asked about: ends the asking with a refusal. */
  readonly #interrupts = new Set<(refusal: RefusalName) => void>();

  constructor(options: UpgradeOptions) {
    this.#options = options;
    this.#path = options.path ?? '/ws';
    this.#addressOf = clientAddress(options.trustedProxies ?? []);
    this.#complete = wsUpgrade(options.manager.limits);
  }

  knock(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    const here = request.url?.split('?', 1)[0] === this.#path;
    if (!here && this.#options.exclusive === false) return;
    // First of all: without a listener the reset of a socket would end the process.
    raw.on('error', () => {});
    const address = this.#addressOf(request);
    if (address === undefined) return void raw.destroy();
    const fault = here ? this.#fault(request, address) : 'path';
    if (fault !== undefined) refuse(raw, fault);
    else this.#askWho({ request, raw, head, address });
  }

  shut(): void {
    for (const interrupt of this.#interrupts) interrupt('draining');
  }

  #fault(request: IncomingMessage, address: string): RefusalName | undefined {
    const { manager, allowedOrigins } = this.#options;
    if (!manager.accepting) return 'draining';
    if (manager.addresses.of(address) >= manager.limits.connectionsPerAddress) return 'address';
    return handshakeFault(request, allowedOrigins);
  }

  /** Guests come in at once; anybody else counts against the address while being asked about. */
  #askWho(upgrade: UpgradeRequest): void {
    const { authenticate, manager } = this.#options;
    if (authenticate === undefined) {
      this.#admit(upgrade, undefined);
      return;
    }
    const { addresses } = manager;
    addresses.add(upgrade.address);
    void this.#answerInTime(upgrade, authenticate).then((answer) => {
      addresses.remove(upgrade.address);
      if (typeof answer === 'string') refuse(upgrade.raw, answer);
      else if (!manager.accepting) refuse(upgrade.raw, 'draining');
      else this.#admit(upgrade, answer);
    });
  }

  /** Never rejects: an identity, or the name of a refusal. */
  async #answerInTime(
    { request, raw }: UpgradeRequest,
    authenticate: Authenticate,
  ): Promise<Identity | undefined | RefusalName> {
    const { clock, log, manager } = this.#options;
    const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<RefusalName>();
    const cancel = clock.at(clock.now() + manager.limits.authenticateMs, () => interrupt('late'));
    const gone = (): void => interrupt('identity');
    raw.once('close', gone);
    this.#interrupts.add(interrupt);
    try {
      const answer = await Promise.race([authenticate(request), interrupted]);
      return answer === null ? 'identity' : answer;
    } catch (error) {
      // Its words alone: errors of token libraries carry the claims.
      log.warn({ reason: String(error) }, 'authenticate failed');
      return 'failed';
    } finally {
      cancel();
      this.#interrupts.delete(interrupt);
      raw.off('close', gone);
    }
  }

  #admit(upgrade: UpgradeRequest, identity: Identity | undefined): void {
    this.#complete(upgrade, (socket) => void this.#options.manager.accept(socket, identity));
  }
}
