// All plain HTTP of a server: health, metrics, documents, pages. Only GET and HEAD, except in the playground. No state.
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Game } from '../game/index.ts';
import type { JsonObject } from '../json.ts';
import { type Answer, notFound, problem, redirect, securityHeaders, send, uncached } from './answers.ts';
import { gameListing, machineJson } from './documents.ts';
import type { Metrics } from './metrics.ts';
import type { PlaygroundListener } from './playground-routes.ts';
import type { StaticFiles } from './static-files.ts';

/** `starting`: the stored rooms are not known yet. `draining`: no new connection is accepted. */
export type ServerStatus = 'starting' | 'ready' | 'draining';

export type RouterOptions = {
  /** The games that are served now: a new array each time they have changed. */
  readonly games: () => readonly Game[];
  /** The levels of the bots of a game. */
  readonly levels: (game: string) => readonly string[];
  readonly status: () => ServerStatus;
  readonly metrics: Pick<Metrics, 'scrape'>;
  readonly asyncApi: () => JsonObject;
  /** A finished match as JSON; null for an unknown match, and for one that is not over. */
  readonly matchById: (id: string) => Promise<string | null>;
  /** Counts the request against the rate limit of its address; false if the limit is reached. */
  readonly mayReadMatch: (request: IncomingMessage) => boolean;
  /** The page for players, if there is one. */
  readonly pages?: StaticFiles | undefined;
  /** Asked before all other routes, if there is one. */
  readonly playground?: PlaygroundListener | undefined;
  readonly log: { error(details: object, message: string): void };
};

type Route = (request: IncomingMessage) => Answer | Promise<Answer>;

/** The listener for `http.createServer`. It never throws, and answers every request. */
export function createRequestListener(options: RouterOptions): RequestListener {
  const routes = fixedRoutes(options);
  const gameRoute = gameRoutes(options);
  const routeTo = (path: string): Route | undefined =>
    routes.get(path) ?? gameRoute(path) ?? matchRoute(path, options);
  return (request, response) => {
    const { pages, playground } = options;
    answer({ routeTo, pages, playground, request, response }).catch((error: unknown) => {
      options.log.error({ err: error, method: request.method }, 'HTTP request failed');
      if (response.headersSent) response.destroy();
      else send(response, problem(500, 'INTERNAL', 'Internal server error.'));
    });
  };
}

/** A server with bounded times and sizes, so that unfinished requests cost almost nothing. */
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
    const refusal = problem(405, 'METHOD_NOT_ALLOWED', 'Only GET and HEAD are allowed here.');
    send(response, { ...refusal, headers: { allow: 'GET, HEAD', connection: 'close' } });
    return;
  }
  const path = request.url?.split('?', 1)[0] ?? '/';
  const route = routeTo(path);
  if (route !== undefined) send(response, await route(request));
  else if (/^\/(games|matches|playground)\//.test(path) || pages?.(request, response) !== true)
    send(response, notFound);
}

function fixedRoutes({
  status,
  metrics,
  asyncApi,
  pages,
  playground,
}: RouterOptions): ReadonlyMap<string, Route> {
  const isPlaygroundAlone = pages === undefined && playground !== undefined;
  return new Map<string, Route>([
    ['/healthz', () => uncached(200, JSON.stringify({ status: 'ok' }))],
    ['/readyz', () => uncached(status() === 'ready' ? 200 : 503, JSON.stringify({ status: status() }))],
    ['/metrics', async () => metricsAnswer(await metrics.scrape())],
    ['/ws', () => upgradeRequired],
    ['/asyncapi.json', publicDocument(() => JSON.stringify(asyncApi()))],
    ...(isPlaygroundAlone ? [['/', () => redirect('/playground/')] as const] : []),
  ]);
}

/** The documents of the games, built again only when the games have changed. */
function gameRoutes({ games, levels }: RouterOptions): (path: string) => Route | undefined {
  let current: readonly Game[] | undefined;
  let routes: ReadonlyMap<string, Route> = new Map();
  return (path) => {
    if (current !== games()) {
      current = games();
      const listing = { games: current.map((game) => gameListing(game, levels(game.name))) };
      const machines = current.map(
        (game) => [`/games/${game.name}/machine.json`, publicDocument(() => machineJson(game))] as const,
      );
      routes = new Map([['/games', publicDocument(() => JSON.stringify(listing))], ...machines]);
    }
    return routes.get(path);
  };
}

type MatchOptions = Pick<RouterOptions, 'matchById' | 'mayReadMatch'>;

/** The one path with a parameter. An id is a room's id (letters, digits, - and _), a dot, and the match's number. */
function matchRoute(path: string, { matchById, mayReadMatch }: MatchOptions): Route | undefined {
  const id = /^\/matches\/([\w-]{1,64}\.\d{1,9})$/.exec(path)?.[1];
  if (id === undefined) return undefined;
  return async (request) => (mayReadMatch(request) ? matchAnswer(id, await matchById(id)) : tooManyMatches);
}

/** A browser shows it, and saves it under a name of its own. */
function matchAnswer(id: string, body: string | null): Answer {
  if (body === null) return notFound;
  const { headers, ...answer } = uncached(200, body);
  return { ...answer, headers: { ...headers, 'content-disposition': `inline; filename="${id}.json"` } };
}

const tooMany = problem(
  429,
  'MATCH_LIMIT',
  'Too many matches read from your address; try again in a minute.',
);
const tooManyMatches: Answer = { ...tooMany, headers: { ...tooMany.headers, 'retry-after': '60' } };
const upgradeRequired = {
  ...problem(426, 'UPGRADE_REQUIRED', 'This path accepts WebSocket connections only.'),
  headers: { upgrade: 'websocket', connection: 'upgrade', 'cache-control': 'no-store' },
};

/** A document that tools of any origin may read, such as an AsyncAPI viewer. Built when it is first requested. */
function publicDocument(body: () => string): Route {
  const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
  let document: Answer | undefined;
  return () => {
    document ??= { status: 200, body: body(), headers: { ...headers, 'cache-control': 'no-cache' } };
    return document;
  };
}

function metricsAnswer({ contentType, text }: { contentType: string; text: string }): Answer {
  return { ...uncached(200, text), contentType };
}
