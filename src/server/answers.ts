// An answer of the server over plain HTTP, and how it is sent.
import type { ServerResponse } from 'node:http';

export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What is wrong, in JSON: a code to go by, and a sentence to read. */
export function problem(status: number, code: string, message: string): Answer {
  return fresh(status, JSON.stringify({ code, message }));
}

/** Told anew each time. */
export function fresh(status: number, body: string): Answer {
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
