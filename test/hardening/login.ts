// An existing login, as a server of games meets it: a token of another system that says who is coming.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ServerOptions } from '../../src/server/index.ts';

export const ISSUER = 'https://accounts.example';
export const AUDIENCE = 'turnkeeper';
const HEADER = { alg: 'HS256', typ: 'JWT' };

type Claims = {
  readonly sub: string;
  readonly name?: string;
  readonly exp: number;
  readonly iss: string;
  readonly aud: string;
};

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const signature = (text: string, key: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

/** What the other system does when somebody logs in there. */
export async function issueToken(claims: Partial<Claims>, key: string): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 300;
  const text = `${encoded(HEADER)}.${encoded({ iss: ISSUER, aud: AUDIENCE, exp, ...claims })}`;
  return `${text}.${signature(text, key)}`;
}

/**
 * The hook: a good token is a player, a bad one is refused, none is a guest.
 * It never throws over a token: what it throws would be logged, claims and all.
 */
export function authenticateBy(key: string): NonNullable<ServerOptions['authenticate']> {
  return (request) => {
    const token = tokenOf(request);
    if (token === undefined) return undefined;
    const claims = verified(token, key);
    if (claims === null) return null;
    // A prefix keeps the ids of logins apart from those that guests are given.
    return { player: `login:${claims.sub}`, ...(claims.name === undefined ? {} : { name: claims.name }) };
  };
}

/**
 * A page cannot set headers on a WebSocket, but it can name subprotocols; the server answers `turnkeeper.v1` alone.
 * Never the address: it stands in the logs of every proxy on the way.
 */
function tokenOf({ headers }: IncomingMessage): string | undefined {
  const offered = headers['sec-websocket-protocol']?.split(',').map((one) => one.trim()) ?? [];
  const bearer = offered.find((one) => one.startsWith('bearer.'))?.slice('bearer.'.length);
  return bearer ?? /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
}

/** One algorithm, one issuer, one audience, and in time; what the token itself says of its algorithm is not believed. */
function verified(token: string, key: string): Claims | null {
  const [header = '', payload = '', signed = ''] = token.split('.');
  const [given, right] = [Buffer.from(signed), Buffer.from(signature(`${header}.${payload}`, key))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const { alg } = decoded(header) as { alg?: unknown };
  const claims = decoded(payload) as Claims;
  const inTime = claims.exp > Date.now() / 1000;
  return alg === 'HS256' && claims.iss === ISSUER && claims.aud === AUDIENCE && inTime ? claims : null;
}

const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
