// An existing login, as a server of games meets it: a token of another system that says who is coming.
import type { IncomingMessage } from 'node:http';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { ServerOptions } from '../../src/server/index.ts';

export const ISSUER = 'https://accounts.example';
export const AUDIENCE = 'turnkeeper';

type Claims = {
  readonly sub: string;
  readonly name?: string;
  readonly exp: number;
  readonly iss: string;
  readonly aud: string;
};

const bytes = (key: string): Uint8Array => new TextEncoder().encode(key);

/** What the other system does when somebody logs in there. */
export function issueToken({ sub, ...claims }: Partial<Claims>, key: string): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 300;
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub ?? '')
    .sign(bytes(key));
}

/**
 * The hook: a good token is a player, a bad one is refused, none is a guest.
 * With the public keys of a provider, give `createRemoteJWKSet(new URL(…))` instead of a key, and its algorithm.
 */
export function authenticateBy(key: string): NonNullable<ServerOptions['authenticate']> {
  return async (request) => {
    const token = tokenOf(request);
    if (token === undefined) return undefined;
    try {
      const { payload } = await jwtVerify<{ name?: string }>(token, bytes(key), {
        ...{ algorithms: ['HS256'], issuer: ISSUER, audience: AUDIENCE },
        ...{ requiredClaims: ['sub', 'exp'], clockTolerance: 5 },
      });
      // A prefix keeps the ids of logins apart from those that guests are given.
      return {
        player: `login:${payload.sub}`,
        ...(payload.name === undefined ? {} : { name: payload.name }),
      };
    } catch (error) {
      // Not thrown on: the error carries the claims, and what authenticate throws is logged.
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
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
