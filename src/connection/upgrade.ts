// The door: decides which HTTP upgrade becomes a connection, cheapest question first, and refuses the rest.
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock/index.ts';
import { SUBPROTOCOL } from '../protocol/index.ts';
import type { Identity } from '../session/index.ts';
import { clientAddress } from './client-address.ts';
import type { ConnectionLog, ConnectionManager } from './connection-manager.ts';
import { type UpgradeRequest, wsUpgrade } from './ws-upgrade.ts';

/** Who sends this request: an identity, undefined for a guest, null to refuse with 401. */
export type Authenticate = (
  request: IncomingMessage,
) => Identity | null | undefined | Promise<Identity | null | undefined>;

/** Exact origins such as `https://example.org`, or '*'; undefined means the host the request went to. */
export type AllowedOrigins = readonly string[] | '*' | undefined;

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
  /** true: sockets use the public API of ws alone, without the fast path. */
  readonly plainSockets?: boolean | undefined;
  /** false: other paths are left to the other listeners of a shared server; else they are refused. */
  readonly exclusive?: boolean | undefined;
};

type Refusal = { readonly status: number; readonly code: string; readonly message: string };

/** Each refused upgrade: the HTTP answer that a client gets instead of a WebSocket. */
export const refusals = {
  path: { status: 404, code: 'UNKNOWN_PATH', message: 'There is no WebSocket at this path.' },
  method: { status: 405, code: 'BAD_UPGRADE', message: 'A WebSocket is opened with GET.' },
  handshake: { status: 400, code: 'BAD_UPGRADE', message: 'This is not a WebSocket handshake (RFC 6455).' },
  version: { status: 426, code: 'BAD_UPGRADE', message: 'Only version 13 of WebSocket is spoken here.' },
  draining: { status: 503, code: 'SERVER_DRAINING', message: 'The server is about to stop; come back soon.' },
  address: { status: 429, code: 'CONNECTION_LIMIT', message: 'Too many connections from your address.' },
  origin: { status: 403, code: 'ORIGIN_REFUSED', message: 'Pages of this origin may not connect.' },
  subprotocol: {
    status: 400,
    code: 'UNSUPPORTED_PROTOCOL',
    message: 'None of the subprotocols offered is spoken here.',
  },
  identity: { status: 401, code: 'NOT_ALLOWED', message: 'You may not connect.' },
  failed: { status: 500, code: 'AUTHENTICATION_FAILED', message: 'Who you are could not be found out.' },
  late: { status: 503, code: 'AUTHENTICATION_FAILED', message: 'Finding out who you are took too long.' },
} as const satisfies Record<string, Refusal>;

export type RefusalName = keyof typeof refusals;

/** Listens for upgrades on the server; returns what ends that, and refuses whoever is still being asked about. */
export function attachUpgrade(server: Server, options: UpgradeOptions): () => void {
  const upgrades = new UpgradeListener(options);
  const listener = (request: IncomingMessage, raw: Duplex, head: Buffer): void =>
    upgrades.handle(request, raw, head);
  server.on('upgrade', listener);
  return () => {
    server.off('upgrade', listener);
    upgrades.close();
  };
}

class UpgradeListener {
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
    this.#complete = wsUpgrade({ ...options, limits: options.manager.limits });
  }

  handle(request: IncomingMessage, raw: Duplex, head: Buffer): void {
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

  close(): void {
    for (const interrupt of this.#interrupts) interrupt('draining');
  }

  #fault(request: IncomingMessage, address: string): RefusalName | undefined {
    const { manager, allowedOrigins } = this.#options;
    if (!manager.accepting) return 'draining';
    if (manager.addresses.of(address) >= manager.limits.connectionsPerAddress) return 'address';
    return handshakeRefusal(request, allowedOrigins);
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

/** The first thing wrong with the request, if any. */
function handshakeRefusal(request: IncomingMessage, allowedOrigins: AllowedOrigins): RefusalName | undefined {
  const { method, headers } = request;
  if (method !== 'GET') return 'method';
  if (headers.upgrade?.toLowerCase() !== 'websocket') return 'handshake';
  if (headers['sec-websocket-version'] !== '13') return 'version';
  // 16 bytes in base64.
  if (!/^[+/0-9a-z]{22}==$/i.test(headers['sec-websocket-key'] ?? '')) return 'handshake';
  if (!originAllowed(request, allowedOrigins)) return 'origin';
  if (!subprotocolOffered(headers['sec-websocket-protocol'])) return 'subprotocol';
  return undefined;
}

/** A request without an origin is no browser's, so no page abuses a visitor's browser through it. */
export function originAllowed({ headers }: IncomingMessage, allowed: AllowedOrigins): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed === '*') return true;
  if (allowed !== undefined) return allowed.includes(origin);
  return URL.parse(origin)?.host === host?.toLowerCase();
}

/** None is taken as version 1. */
function subprotocolOffered(header: string | undefined): boolean {
  return header === undefined || header.split(',').some((offered) => offered.trim() === SUBPROTOCOL);
}

const EXTRA_HEADERS: { readonly [Name in RefusalName]?: string } = {
  method: 'Allow: GET\r\n',
  version: 'Sec-WebSocket-Version: 13\r\n',
  draining: 'Retry-After: 5\r\n',
};

/** Answers over the raw socket and ends it; the socket may be gone already. */
function refuse(raw: Duplex, name: RefusalName): void {
  const { status, code, message } = refusals[name];
  const body = JSON.stringify({ code, message });
  raw.once('finish', () => raw.destroy());
  raw.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      'Connection: close\r\nContent-Type: application/json\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n${EXTRA_HEADERS[name] ?? ''}\r\n${body}`,
  );
}
