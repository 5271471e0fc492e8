// An answer over plain HTTP: its shape, how it is sent, and the security headers that every answer carries.
import type { ServerResponse } from 'node:http';

export type Answer = {
  readonly status: number;
  readonly body: string;
  /** JSON by default. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An error as JSON: a code for programs, and a sentence for people. */
export function problem(status: number, code: string, message: string): Answer {
  return uncached(status, JSON.stringify({ code, message }));
}

export const notFound = problem(404, 'NOT_FOUND', 'Not found.');

/** An answer that no cache may keep. */
export function uncached(status: number, body: string): Answer {
  return { status, body, headers: { 'cache-control': 'no-store' } };
}

export function redirect(location: string): Answer {
  return { status: 302, body: '', headers: { location, 'cache-control': 'no-store' } };
}

/** For HEAD, Node itself omits the body. */
export function send(response: ServerResponse, { status, body, contentType, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

const contentSecurityPolicy = [
  "default-src 'self'",
  // WebSockets of any host: behind a proxy, 'self' does not cover the page's own ws: address in every browser.
  "connect-src 'self' ws: wss:",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // URLs contain the codes of private rooms.
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};
