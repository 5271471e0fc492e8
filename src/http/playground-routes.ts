// The playground over plain HTTP: its page, and the tables it makes, shows and goes on from. No other room is in reach.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { type AllowedOrigins, originAllowed } from '../connection/index.ts';
import { PlaygroundError, type PlaygroundErrorCode, type PlaygroundTables } from '../playground/index.ts';
import { type Answer, notFound, problem, redirect, send, uncached } from './answers.ts';
import type { StaticFiles } from './static-files.ts';

/** Resolves with whether the request was the playground's; if it was, it is answered. */
export type PlaygroundListener = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

type PlaygroundOptions = {
  readonly tables: Pick<PlaygroundTables, 'create' | 'fork' | 'get'>;
  /** The built page, which answers to addresses under /playground. */
  readonly pages: StaticFiles;
  /** Undefined once the socket has gone. */
  readonly addressOf: (request: IncomingMessage) => string | undefined;
  /** Takes one of the tables that an address may make in a minute; false if none is left. */
  readonly mayMake: (address: string) => boolean;
  readonly allowedOrigins: AllowedOrigins;
};

const seats = z
  .array(z.enum(['person', 'bot']))
  .min(1)
  .max(64);
const tableRequest = z.strictObject({
  game: z.string().max(100),
  options: z.unknown().optional(),
  seed: z.string().min(1).max(200).optional(),
  seats,
});
const forkRequest = z.strictObject({ step: z.int().nonnegative(), seats });

const MAX_BODY_BYTES = 16 * 1024;

const statuses: Readonly<Record<PlaygroundErrorCode, number>> = {
  BAD_MESSAGE: 400,
  BAD_OPTIONS: 400,
  CREATE_LIMIT: 429,
  GAME_FAULT: 422,
  SERVER_DRAINING: 503,
  SERVER_FULL: 503,
  STORE_FAILED: 503,
  UNKNOWN_GAME: 404,
  UNKNOWN_ROOM: 404,
};

export function playgroundListener(options: PlaygroundOptions): PlaygroundListener {
  return async (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    if (path === '/games') return redirectBrowser(request, response);
    if (path !== '/playground' && !path.startsWith('/playground/')) return false;
    if (path.startsWith('/playground/api/')) send(response, await apiAnswer(options, request, path));
    else if (request.method !== 'GET' && request.method !== 'HEAD') send(response, wrongMethod('GET, HEAD'));
    else if (path === '/playground') send(response, redirect('/playground/'));
    else if (!options.pages(request, response)) send(response, notFound);
    return true;
  };
}

/** A browser that opens the list of games is redirected to the page that plays them; programs get the list. */
function redirectBrowser({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader('vary', 'accept');
  const isBrowser = method === 'GET' && /\btext\/html\b/.test(headers.accept ?? '');
  if (isBrowser) send(response, redirect('/playground/'));
  return isBrowser;
}

async function apiAnswer(
  options: PlaygroundOptions,
  request: IncomingMessage,
  path: string,
): Promise<Answer> {
  const route = /^\/playground\/api\/tables(?:\/([\w-]{1,64})(\/forks)?)?$/.exec(path);
  if (route === null) return notFound;
  const [, room, fork] = route;
  const wanted = room !== undefined && fork === undefined ? 'GET' : 'POST';
  if (request.method !== wanted) return wrongMethod(wanted);
  try {
    if (wanted === 'GET') return json(200, tableDocument(options.tables, room ?? '', firstStepOf(request)));
    const body = await requestBody(options, request);
    if ('status' in body) return body;
    const made =
      room === undefined
        ? await options.tables.create(validated(tableRequest, body.value))
        : await options.tables.fork(room, validated(forkRequest, body.value));
    return json(201, made);
  } catch (error) {
    if (error instanceof PlaygroundError) return refusal(error);
    throw error;
  }
}

function tableDocument(tables: PlaygroundOptions['tables'], room: string, from: number): object {
  const table = tables.get(room);
  if (table === undefined) throw new PlaygroundError('UNKNOWN_ROOM');
  return table.document(from);
}

function firstStepOf({ url = '' }: IncomingMessage): number {
  const from = new URLSearchParams(url.split('?', 2)[1]).get('from') ?? '0';
  if (!/^\d{1,9}$/.test(from)) throw new PlaygroundError('BAD_MESSAGE', { path: 'from' });
  return Number(from);
}

/** The JSON body of a request that may create a table; or the answer that refuses it. Cheap checks come first. */
async function requestBody(
  { addressOf, allowedOrigins, mayMake }: PlaygroundOptions,
  request: IncomingMessage,
): Promise<{ readonly value: unknown } | Answer> {
  if (!originAllowed(request, allowedOrigins))
    return refuseUnread(
      problem(403, 'FOREIGN_ORIGIN', 'Pages of this origin are not allowed to use the playground.'),
    );
  // A form cannot send this type, so a browser sends it to another origin only after a preflight request.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return refuseUnread(problem(415, 'NOT_JSON', 'The body must be application/json.'));
  const text = await bodyOf(request);
  if (text === null)
    return refuseUnread(problem(413, 'TOO_LARGE', `The body has more than ${MAX_BODY_BYTES} bytes.`));
  const address = addressOf(request);
  if (address === undefined || !mayMake(address)) throw new PlaygroundError('CREATE_LIMIT');
  try {
    return { value: JSON.parse(text) };
  } catch {
    return problem(400, 'BAD_JSON', 'The body is not valid JSON.');
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function validated<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const path = read.error.issues[0]?.path.join('.');
  throw new PlaygroundError('BAD_MESSAGE', path ? { path } : {});
}

const json = (status: number, value: object): Answer => uncached(status, JSON.stringify(value));

function refusal({ code, message, path }: PlaygroundError): Answer {
  return json(statuses[code], { code, message, ...(path === undefined ? {} : { path }) });
}

const wrongMethod = (allow: string): Answer =>
  refuseUnread(problem(405, 'METHOD_NOT_ALLOWED', `Only ${allow} is allowed here.`), { allow });

/** Closes the connection: the unread rest of the body must not be parsed as the next request. */
function refuseUnread(answer: Answer, more: Readonly<Record<string, string>> = {}): Answer {
  return { ...answer, headers: { ...answer.headers, ...more, connection: 'close' } };
}
