// The catalogue of refused upgrades: the HTTP answer a client gets instead of a WebSocket.
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

type Refusal = { readonly status: number; readonly code: string; readonly message: string };

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

const EXTRA_HEADERS: { readonly [Name in RefusalName]?: string } = {
  method: 'Allow: GET\r\n',
  version: 'Sec-WebSocket-Version: 13\r\n',
  draining: 'Retry-After: 5\r\n',
};

/** Answers over the raw socket and ends it; the socket may be gone already. */
export function refuse(raw: Duplex, name: RefusalName): void {
  const { status, code, message } = refusals[name];
  const body = JSON.stringify({ code, message });
  raw.once('finish', () => raw.destroy());
  raw.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      'Connection: close\r\nContent-Type: application/json\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n${EXTRA_HEADERS[name] ?? ''}\r\n${body}`,
  );
}
