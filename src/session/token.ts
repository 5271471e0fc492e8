// The secret that resumes a session: only its hash is stored, and compared in constant time.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 192 bits: beyond guessing, and a whole number of base64url characters. */
const SECRET_BYTES = 24;

/** `login`: `authenticate` returned an identity. */
export type SessionKind = 'guest' | 'login';

export type Token = { readonly player: string; readonly secret: string };

/** The player's id is part of the token, so that a session is found by a part that is not secret. */
export function newToken(
  player: string,
  kind: SessionKind = 'guest',
): { readonly token: string; readonly hash: Uint8Array } {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { token: `${player}.${secret}`, hash: hashOf(secret, kind) };
}

export function readToken(token: string): Token | null {
  const dot = token.lastIndexOf('.');
  return dot > 0 ? { player: token.slice(0, dot), secret: token.slice(dot + 1) } : null;
}

/** The player that a token claims; undefined for text that is not a token. */
export function playerOf(token: string): string | undefined {
  return readToken(token)?.player;
}

/** A token fits a session of its kind alone: the token of a login is worth nothing without the login. */
export function secretFits(secret: string, hash: Uint8Array, kind: SessionKind = 'guest'): boolean {
  return timingSafeEqual(hashOf(secret, kind), hash);
}

function hashOf(secret: string, kind: SessionKind): Buffer {
  return createHash('sha256').update(`${kind} ${secret}`).digest();
}
