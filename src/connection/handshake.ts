// What an upgrade request must be before anybody is asked who sent it: pure, headers in, refusal out.
import type { IncomingMessage } from 'node:http';
import { SUBPROTOCOL } from '../protocol/index.ts';
import type { RefusalName } from './refusals.ts';

/** Exact origins such as `https://example.org`, or '*'; undefined means the host the request went to. */
export type AllowedOrigins = readonly string[] | '*' | undefined;

/** The first thing wrong with the request, if any. */
export function handshakeFault(
  request: IncomingMessage,
  allowedOrigins: AllowedOrigins,
): RefusalName | undefined {
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
