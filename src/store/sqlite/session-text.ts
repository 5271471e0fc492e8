// A session on its way between threads and in the journal, where all is JSON.
import type { StoredSession } from '../storage.ts';

/** Its hash is base64. */
export type SessionText = Omit<StoredSession, 'hash'> & { readonly hash: string };

export function textOf({ player, name, hash, seenAt }: StoredSession): SessionText {
  return { player, name, hash: Buffer.from(hash).toString('base64'), seenAt };
}

export function sessionOf({ player, name, hash, seenAt }: SessionText): StoredSession {
  // Its own bytes: a Buffer this short lies in a pool of Node's, which would cross between threads as a whole.
  return { player, name, hash: new Uint8Array(Buffer.from(hash, 'base64')), seenAt };
}
