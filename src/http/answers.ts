// An answer over plain HTTP: its shape, how it is sent, and the security headers that every answer carries.
import type { ServerResponse } from 'node:http';

export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What is wrong, in JSON: a code to go by, and a sentence to read. */
export function problem(status: number, code: string, message: string): Answer {
  return uncached(status, JSON.stringify({ code, message }));
}

/** Told anew each time. */
export function uncached(status: number, body: string): Answer {
  return { status, body, headers: { 'cache-control': 'no-store' } };
}

/** Node itself leaves the body of an answer to HEAD away. */
export function send(response: ServerResponse, { status, body, contentType, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

const policy = [
  "default-src 'self'",
  // WebSockets of any host: behind a proxy the page's 'self' need not cover its own ws: in every browser.
  "connect-src 'self' ws: wss:",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Codes of private rooms stand in URLs.
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};
