// An existing login: another system issues a token, and the server reads the player's identity from it.
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

/** Issues the token that the other system issues at a login. */
export function issueToken({ sub, ...claims }: Partial<Claims>, key: string): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 300;
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub ?? '')
    .sign(bytes(key));
}

/**
 * The `authenticate` hook: a valid token is a player, an invalid one is refused, no token is a guest.
 * For the public keys of a provider, pass `createRemoteJWKSet(new URL(…))` in place of the key, and its algorithm.
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
      // The prefix keeps the ids of logins apart from the ids of guests.
      return {
        player: `login:${payload.sub}`,
        ...(payload.name === undefined ? {} : { name: payload.name }),
      };
    } catch (error) {
      // Not rethrown: the error contains the claims, and the server logs what authenticate throws.
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}

/**
 * A page cannot set headers on a WebSocket, but it can name subprotocols. The server answers only `turnkeeper.v1`.
 * Never put the token in the URL: every proxy on the way logs it.
 */
function tokenOf({ headers }: IncomingMessage): string | undefined {
  const offered = headers['sec-websocket-protocol']?.split(',').map((one) => one.trim()) ?? [];
  const bearer = offered.find((one) => one.startsWith('bearer.'))?.slice('bearer.'.length);
  return bearer ?? /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
}
