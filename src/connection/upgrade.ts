// Decides which HTTP upgrade becomes a connection, the cheapest check first, and refuses the others.
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock/index.ts';
import { SUBPROTOCOL } from '../protocol/index.ts';
import type { Identity } from '../session/index.ts';
import { clientAddress } from './client-address.ts';
import type { ConnectionLog, ConnectionManager } from './connection-manager.ts';
import { type UpgradeRequest, wsUpgrade } from './ws-upgrade.ts';

/**
 * Finds out who sends an upgrade request. It may use anything in the request, such as a cookie or a header.
 * @returns an identity, or undefined for a guest, or null to refuse the request with HTTP 401. If it throws or rejects, the
 * request is refused with HTTP 500, and the message of the error is logged; if it takes longer than `authenticateMs`, with
 * HTTP 503.
 * @example
 * authenticate: async (request) => {
 *   const user = await sessions.find(request.headers.cookie);
 *   return user === undefined ? null : { player: user.id, name: user.name };
 * }
 */
export type Authenticate = (
  request: IncomingMessage,
) => Identity | null | undefined | Promise<Identity | null | undefined>;

/**
 * Origins whose pages may connect: exact ones such as `https://example.org`, or '*' for any. undefined allows only the
 * host that the request was sent to. A request without an Origin header is always allowed: no browser sends one.
 */
export type AllowedOrigins = readonly string[] | '*' | undefined;

export type UpgradeOptions = {
  readonly manager: ConnectionManager;
  readonly clock: Clock;
  readonly log: ConnectionLog;
  /** Path of the WebSocket; '/ws' if not given. */
  readonly path?: string | undefined;
  /** If not given, every client is a guest. */
  readonly authenticate?: Authenticate | undefined;
  /** If not given, the host that the request was sent to. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed; none if not given. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** true: sockets use the public API of ws alone, without the fast path. */
  readonly plainSockets?: boolean | undefined;
  /** false leaves other paths to other listeners of a shared server. By default they are refused. */
  readonly exclusive?: boolean | undefined;
};

type Refusal = { readonly status: number; readonly code: string; readonly message: string };

/** The catalogue of refused upgrades: the HTTP answer that a client gets instead of a WebSocket. */
export const refusals = {
  path: { status: 404, code: 'UNKNOWN_PATH', message: 'There is no WebSocket at this path.' },
  method: { status: 405, code: 'BAD_UPGRADE', message: 'A WebSocket must be opened with GET.' },
  handshake: { status: 400, code: 'BAD_UPGRADE', message: 'This is not a WebSocket handshake (RFC 6455).' },
  version: { status: 426, code: 'BAD_UPGRADE', message: 'Only WebSocket version 13 is supported.' },
  draining: {
    status: 503,
    code: 'SERVER_DRAINING',
    message: 'The server is stopping; try again in a few seconds.',
  },
  address: { status: 429, code: 'CONNECTION_LIMIT', message: 'Too many connections from your address.' },
  origin: {
    status: 403,
    code: 'ORIGIN_REFUSED',
    message: 'Pages of this origin are not allowed to connect.',
  },
  subprotocol: {
    status: 400,
    code: 'UNSUPPORTED_PROTOCOL',
    message: 'None of the offered subprotocols is supported.',
  },
  identity: { status: 401, code: 'NOT_ALLOWED', message: 'You are not allowed to connect.' },
  failed: { status: 500, code: 'AUTHENTICATION_FAILED', message: 'Authentication failed.' },
  late: { status: 503, code: 'AUTHENTICATION_FAILED', message: 'Authentication timed out.' },
} as const satisfies Record<string, Refusal>;

export type RefusalName = keyof typeof refusals;

/**
 * Listens for upgrades on an HTTP server. The returned function stops that, and refuses the clients that are still being
 * authenticated.
 */
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
  /** One for each running authentication: ends it with a refusal. */
  readonly #interrupts = new Set<(refusal: RefusalName) => void>();

  constructor(options: UpgradeOptions) {
    this.#options = options;
    this.#path = options.path ?? '/ws';
    this.#addressOf = clientAddress(options.trustedProxies ?? []);
    this.#complete = wsUpgrade({ ...options, limits: options.manager.limits });
  }

  handle(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    // Before anything else, on every path: Node has removed its own listeners, and the reset of a socket without one ends
    // the process, which may be that of a host.
    raw.on('error', () => {});
    const isOurs = request.url?.split('?', 1)[0] === this.#path;
    if (!isOurs && this.#options.exclusive === false) return;
    const address = this.#addressOf(request);
    if (address === undefined) return void raw.destroy();
    const refusal = isOurs ? this.#refusalOf(request, address) : 'path';
    if (refusal !== undefined) refuse(raw, refusal);
    else this.#authenticate({ request, raw, head, address });
  }

  close(): void {
    for (const interrupt of this.#interrupts) interrupt('draining');
  }

  #refusalOf(request: IncomingMessage, address: string): RefusalName | undefined {
    const { manager, allowedOrigins } = this.#options;
    if (!manager.accepting) return 'draining';
    if (manager.addresses.of(address) >= manager.limits.connectionsPerAddress) return 'address';
    return handshakeRefusal(request, allowedOrigins);
  }

  /** While a client is being authenticated, it counts against the limit of its address. */
  #authenticate(upgrade: UpgradeRequest): void {
    const { authenticate, manager } = this.#options;
    if (authenticate === undefined) {
      this.#admit(upgrade, undefined);
      return;
    }
    const { addresses } = manager;
    addresses.add(upgrade.address);
    void this.#identify(upgrade, authenticate).then((answer) => {
      addresses.remove(upgrade.address);
      if (typeof answer === 'string') refuse(upgrade.raw, answer);
      else if (!manager.accepting) refuse(upgrade.raw, 'draining');
      else this.#admit(upgrade, answer);
    });
  }

  /** The client's identity, or the name of a refusal. Never rejects. */
  async #identify(
    { request, raw }: UpgradeRequest,
    authenticate: Authenticate,
  ): Promise<Identity | undefined | RefusalName> {
    const { clock, log, manager } = this.#options;
    const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<RefusalName>();
    const cancel = clock.at(clock.now() + manager.limits.authenticateMs, () => interrupt('late'));
    const interruptAtClose = (): void => interrupt('identity');
    raw.once('close', interruptAtClose);
    this.#interrupts.add(interrupt);
    try {
      const answer = await Promise.race([authenticate(request), interrupted]);
      return answer === null ? 'identity' : answer;
    } catch (error) {
      // Only the message: errors of token libraries carry the claims.
      log.warn({ reason: String(error) }, 'authenticate failed');
      return 'failed';
    } finally {
      cancel();
      this.#interrupts.delete(interrupt);
      raw.off('close', interruptAtClose);
    }
  }

  #admit(upgrade: UpgradeRequest, identity: Identity | undefined): void {
    this.#complete(upgrade, (socket) => void this.#options.manager.accept(socket, identity));
  }
}

/** The first fault of the request, if it has any. */
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

/** Every browser sends an Origin header, so a request without one is no page that abuses a visitor's cookies. */
export function originAllowed({ headers }: IncomingMessage, allowed: AllowedOrigins): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed === '*') return true;
  if (allowed !== undefined) return allowed.includes(origin);
  return URL.parse(origin)?.host === host?.toLowerCase();
}

/** A client that offers no subprotocol gets version 1. */
function subprotocolOffered(header: string | undefined): boolean {
  return header === undefined || header.split(',').some((offered) => offered.trim() === SUBPROTOCOL);
}

const EXTRA_HEADERS: { readonly [Name in RefusalName]?: string } = {
  method: 'Allow: GET\r\n',
  version: 'Sec-WebSocket-Version: 13\r\n',
  draining: 'Retry-After: 5\r\n',
};

/** Answers over the raw socket and ends it. The socket may already be closed. */
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
