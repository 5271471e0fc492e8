// All plain HTTP of the server: health, metrics, documents and the page. GET and HEAD, nothing else, no state.
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Logger } from 'pino';
import type { Game } from '../game/index.ts';
import type { JsonObject } from '../json.ts';
import { gameListing, machineJson } from './game-documents.ts';
import type { Metrics } from './metrics.ts';
import type { Pages } from './pages.ts';
import { securityHeaders } from './security-headers.ts';

export type HttpParts = {
  readonly games: readonly Game[];
  /** False once the server drains. */
  readonly ready: () => boolean;
  readonly metrics: Pick<Metrics, 'scrape'>;
  readonly asyncApi: JsonObject;
  /** A finished match as JSON; null for any that is not kept, or not over. */
  readonly matchById: (id: string) => Promise<string | null>;
  /** Without it there is no page, only the rest. */
  readonly pages?: Pages | undefined;
  readonly log: Pick<Logger, 'error'>;
};

type Answer = {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
};
type Route = () => Answer | Promise<Answer>;

/** The listener for `http.createServer`. It never throws, and answers every request. */
export function createRequestListener(parts: HttpParts): RequestListener {
  const routes = routesOf(parts);
  const routeTo = (path: string): Route | undefined => routes.get(path) ?? matchRoute(path, parts.matchById);
  return (request, response) => {
    answer({ routeTo, pages: parts.pages, request, response }).catch((error: unknown) => {
      parts.log.error({ err: error, method: request.method }, 'an HTTP request failed');
      if (response.headersSent) response.destroy();
      else send(response, problem(500, 'INTERNAL', 'This went wrong on our side.'));
    });
  };
}

/** A server whose waiting times and sizes are bounded, so that half-sent requests cost next to nothing. */
export function hardenedHttpServer(listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: 8 * 1024,
      headersTimeout: 5_000,
      requestTimeout: 5_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
    },
    listener,
  );
  server.maxHeadersCount = 64;
  return server;
}

function routesOf({ games, ready, metrics, asyncApi }: HttpParts): ReadonlyMap<string, Route> {
  const machines = games.map((game): [string, Route] => [
    `/games/${game.name}/machine.json`,
    open(machineJson(game)),
  ]);
  return new Map<string, Route>([
    ['/healthz', () => fresh(200, JSON.stringify({ status: 'ok' }))],
    ['/readyz', () => readiness(ready())],
    ['/metrics', async () => scraped(await metrics.scrape())],
    ['/games', open(JSON.stringify({ games: games.map(gameListing) }))],
    ['/ws', () => upgradeRequired],
    ['/asyncapi.json', open(JSON.stringify(asyncApi))],
    ...machines,
  ]);
}

/** The one address with a parameter. Ids are of letters, digits, - and _, a dot, and the number of the match. */
function matchRoute(path: string, matchById: HttpParts['matchById']): Route | undefined {
  const id = /^\/matches\/([\w-]{1,64}\.\d{1,9})$/.exec(path)?.[1];
  return id === undefined ? undefined : async () => saveable(id, await matchById(id));
}

/** Shown by a browser, and saved by it under a name of its own. */
function saveable(id: string, body: string | null): Answer {
  if (body === null) return notFound;
  const { headers, ...answer } = fresh(200, body);
  return { ...answer, headers: { ...headers, 'content-disposition': `inline; filename="${id}.json"` } };
}

type Exchange = {
  readonly routeTo: (path: string) => Route | undefined;
  readonly pages: Pages | undefined;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

async function answer({ routeTo, pages, request, response }: Exchange): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const refusal = problem(405, 'METHOD_NOT_ALLOWED', 'Only GET and HEAD are answered here.');
    send(response, { ...refusal, headers: { allow: 'GET, HEAD', connection: 'close' } });
    return;
  }
  const path = request.url?.split('?', 1)[0] ?? '/';
  const route = routeTo(path);
  if (route !== undefined) send(response, await route());
  else if (/^\/(games|matches)\//.test(path) || pages?.(request, response) !== true) send(response, notFound);
}

const notFound = problem(404, 'NOT_FOUND', 'There is nothing at this address.');
const upgradeRequired = {
  ...problem(426, 'UPGRADE_REQUIRED', 'This address speaks WebSocket.'),
  headers: { upgrade: 'websocket', connection: 'upgrade', 'cache-control': 'no-store' },
};

function problem(status: number, code: string, message: string): Answer {
  return fresh(status, JSON.stringify({ code, message }));
}

/** Told anew each time. */
function fresh(status: number, body: string): Answer {
  return { status, body, headers: { 'cache-control': 'no-store' } };
}

/** A public document that tools of other origins may read, like an AsyncAPI viewer. */
function open(body: string): Route {
  const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
  const document = { status: 200, body, headers: { ...headers, 'cache-control': 'no-cache' } };
  return () => document;
}

function readiness(ready: boolean): Answer {
  return ready
    ? fresh(200, JSON.stringify({ status: 'ready' }))
    : fresh(503, JSON.stringify({ status: 'draining' }));
}

function scraped({ contentType, text }: { contentType: string; text: string }): Answer {
  return { ...fresh(200, text), contentType };
}

/** Node itself leaves the body of an answer to HEAD away. */
function send(response: ServerResponse, { status, body, contentType, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
