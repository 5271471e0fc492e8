// All plain HTTP of the server: health, metrics, documents and the page. GET and HEAD, nothing else, no state.
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Game } from '../game/index.ts';
import type { JsonObject } from '../json.ts';
import { type Answer, problem, securityHeaders, send, uncached } from './answers.ts';
import { gameListing, machineJson } from './documents.ts';
import type { Metrics } from './metrics.ts';
import type { PlaygroundListener } from './playground-routes.ts';
import type { StaticFiles } from './static-files.ts';
export type RouterOptions = {
  /** Those that are served now: another list each time they have changed. */
  readonly games: () => readonly Game[];
  /** The levels at which the house plays a game. */
  readonly levels: (game: string) => readonly string[];
  /** False once the server drains. */
  readonly ready: () => boolean;
  readonly metrics: Pick<Metrics, 'scrape'>;
  readonly asyncApi: () => JsonObject;
  /** A finished match as JSON; null for any that is not kept, or not over. */
  readonly matchById: (id: string) => Promise<string | null>;
  /** Whether whoever asks may read one more match now. */
  readonly mayReadMatch: (request: IncomingMessage) => boolean;
  /** Without it there is no page, only the rest. */
  readonly pages?: StaticFiles | undefined;
  /** Asked first, where there is one: it answers what is its own. */
  readonly playground?: PlaygroundListener | undefined;
  readonly log: { error(details: object, message: string): void };
};

type Route = (request: IncomingMessage) => Answer | Promise<Answer>;

/** The listener for `http.createServer`. It never throws, and answers every request. */
export function createRequestListener(parts: RouterOptions): RequestListener {
  const routes = routesOf(parts);
  const gameRoute = gameRoutes(parts);
  const routeTo = (path: string): Route | undefined =>
    routes.get(path) ?? gameRoute(path) ?? matchRoute(path, parts);
  return (request, response) => {
    const { pages, playground } = parts;
    answer({ routeTo, pages, playground, request, response }).catch((error: unknown) => {
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

function routesOf({
  ready,
  metrics,
  asyncApi,
  pages,
  playground,
}: RouterOptions): ReadonlyMap<string, Route> {
  const isPlayground = pages === undefined && playground !== undefined;
  return new Map<string, Route>([
    ['/healthz', () => uncached(200, JSON.stringify({ status: 'ok' }))],
    ['/readyz', () => readinessAnswer(ready())],
    ['/metrics', async () => metricsAnswer(await metrics.scrape())],
    ['/ws', () => upgradeRequired],
    ['/asyncapi.json', publicDocument(() => JSON.stringify(asyncApi()))],
    ...(isPlayground ? [['/', () => toPlayground] as const] : []),
  ]);
}

/** What is told of the games, made anew only when they have changed. */
function gameRoutes({ games, levels }: RouterOptions): (path: string) => Route | undefined {
  let of: readonly Game[] | undefined;
  let routes: ReadonlyMap<string, Route> = new Map();
  return (path) => {
    if (of !== games()) {
      of = games();
      const listing = { games: of.map((game) => gameListing(game, levels(game.name))) };
      const machines = of.map(
        (game) => [`/games/${game.name}/machine.json`, publicDocument(() => machineJson(game))] as const,
      );
      routes = new Map([['/games', publicDocument(() => JSON.stringify(listing))], ...machines]);
    }
    return routes.get(path);
  };
}

/** The one address with a parameter. Ids are of letters, digits, - and _, a dot, and the number of the match. */
function matchRoute(path: string, { matchById, mayReadMatch }: MatchParts): Route | undefined {
  const id = /^\/matches\/([\w-]{1,64}\.\d{1,9})$/.exec(path)?.[1];
  if (id === undefined) return undefined;
  return async (request) => (mayReadMatch(request) ? matchAnswer(id, await matchById(id)) : tooManyMatches);
}

/** Shown by a browser, and saved by it under a name of its own. */
function matchAnswer(id: string, body: string | null): Answer {
  if (body === null) return notFound;
  const { headers, ...answer } = uncached(200, body);
  return { ...answer, headers: { ...headers, 'content-disposition': `inline; filename="${id}.json"` } };
}

type MatchParts = Pick<RouterOptions, 'matchById' | 'mayReadMatch'>;

type Exchange = {
  readonly routeTo: (path: string) => Route | undefined;
  readonly pages: StaticFiles | undefined;
  readonly playground: PlaygroundListener | undefined;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

async function answer({ routeTo, pages, playground, request, response }: Exchange): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  if (await playground?.(request, response)) return;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const refusal = problem(405, 'METHOD_NOT_ALLOWED', 'Only GET and HEAD are answered here.');
    send(response, { ...refusal, headers: { allow: 'GET, HEAD', connection: 'close' } });
    return;
  }
  const path = request.url?.split('?', 1)[0] ?? '/';
  const route = routeTo(path);
  if (route !== undefined) send(response, await route(request));
  else if (/^\/(games|matches|playground)\//.test(path) || pages?.(request, response) !== true)
    send(response, notFound);
}

const tooMany = problem(429, 'MATCH_LIMIT', 'Too many matches read from your address; wait a minute.');
const tooManyMatches: Answer = { ...tooMany, headers: { ...tooMany.headers, 'retry-after': '60' } };
const notFound = problem(404, 'NOT_FOUND', 'There is nothing at this address.');
const toPlayground: Answer = {
  ...uncached(302, ''),
  headers: { location: '/playground/', 'cache-control': 'no-store' },
};
const upgradeRequired = {
  ...problem(426, 'UPGRADE_REQUIRED', 'This address speaks WebSocket.'),
  headers: { upgrade: 'websocket', connection: 'upgrade', 'cache-control': 'no-store' },
};

/** A public document that tools of other origins may read, like an AsyncAPI viewer; made when first asked for. */
function publicDocument(body: () => string): Route {
  const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
  let document: Answer | undefined;
  return () => {
    document ??= { status: 200, body: body(), headers: { ...headers, 'cache-control': 'no-cache' } };
    return document;
  };
}

function readinessAnswer(ready: boolean): Answer {
  return ready
    ? uncached(200, JSON.stringify({ status: 'ready' }))
    : uncached(503, JSON.stringify({ status: 'draining' }));
}

function metricsAnswer({ contentType, text }: { contentType: string; text: string }): Answer {
  return { ...uncached(200, text), contentType };
}
