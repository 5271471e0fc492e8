// Who is who: opens a session for a hello, resumes one by its token, and hands a session to its newest connection.
import { nanoid } from 'nanoid';
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { ErrorCode } from '../protocol/index.ts';
import type { Connection, Identity } from './connection.ts';
import { guestName, readable } from './name.ts';
import { Session } from './session.ts';
import { newToken, readToken, secretFits } from './token.ts';

export type Hello = { readonly token?: string | undefined; readonly name?: string | undefined };

export type Welcome =
  | {
      readonly ok: true;
      readonly session: Session;
      readonly token: string;
      readonly replaced: Connection | null;
    }
  | { readonly ok: false; readonly code: ErrorCode };

type Known = { readonly session: Session; readonly hash: Buffer; forget: CancelTimer | null };

export type SessionsOptions = {
  readonly clock: Clock;
  /** How long a session without a room is remembered after its connection went, in ms. */
  readonly rememberMs: number;
  readonly nameCharacters: number;
  readonly random?: () => number;
};

export class Sessions {
  readonly #known = new Map<string, Known>();
  readonly #speaking = new Map<Connection, Session>();
  readonly #options: SessionsOptions;
  #stopped = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** How many sessions are known, connected or not. */
  get size(): number {
    return this.#known.size;
  }

  /** Whose connection this is; undefined before hello, and after a takeover. */
  of(connection: Connection): Session | undefined {
    return this.#speaking.get(connection);
  }

  /** Opens or resumes a session. `replaced` is the older connection of the same session, which the caller closes. */
  hello(connection: Connection, hello: Hello): Welcome {
    const given = hello.name === undefined ? undefined : readable(hello.name, this.#options.nameCharacters);
    if (given === '') return { ok: false, code: 'BAD_NAME' };
    const resumed = hello.token === undefined ? undefined : this.#resume(hello.token, connection.identity);
    if (resumed === null) return { ok: false, code: 'BAD_TOKEN' };
    const { known, token } = resumed ?? this.#open(connection.identity, given);
    if (given !== undefined && connection.identity?.name === undefined) known.session.name = given;
    return { ok: true, session: known.session, token, replaced: this.#attach(known, connection) };
  }

  /** The connection is gone; returns the session that is away now, if this was its newest connection. */
  disconnected(connection: Connection): Session | undefined {
    const session = this.#speaking.get(connection);
    this.#speaking.delete(connection);
    if (session === undefined || session.connection !== connection) return undefined;
    session.connection = null;
    this.#forgetLater(session);
    return session;
  }

  /** All sessions that are connected now. */
  connected(): Iterable<Session> {
    return this.#speaking.values();
  }

  /** Lets go of every timer. */
  stop(): void {
    this.#stopped = true;
    for (const known of this.#known.values()) known.forget?.();
  }

  /** null: the token is not good here, or is not of who the connection was authenticated as. */
  #resume(text: string, identity: Identity | undefined): { known: Known; token: string } | null {
    const token = readToken(text);
    const known = token === null ? undefined : this.#known.get(token.player);
    if (token === null || known === undefined || !secretFits(token.secret, known.hash)) return null;
    return identity === undefined || identity.player === token.player ? { known, token: text } : null;
  }

  #open(identity: Identity | undefined, name: string | undefined): { known: Known; token: string } {
    const player = identity?.player ?? nanoid();
    const { token, hash } = newToken(player);
    // Who comes with a login comes back as the same session, whichever device the token is on.
    const before = this.#known.get(player);
    const session =
      before?.session ??
      new Session(player, identity?.name ?? name ?? guestName(this.#options.random ?? Math.random));
    before?.forget?.();
    const known: Known = { session, hash, forget: null };
    this.#known.set(player, known);
    return { known, token };
  }

  #attach(known: Known, connection: Connection): Connection | null {
    known.forget?.();
    known.forget = null;
    const replaced = known.session.connection;
    if (replaced !== null) this.#speaking.delete(replaced);
    known.session.connection = connection;
    this.#speaking.set(connection, known.session);
    return replaced;
  }

  #forgetLater(session: Session): void {
    const known = this.#known.get(session.player);
    if (known === undefined || this.#stopped) return;
    const { clock, rememberMs } = this.#options;
    known.forget = clock.at(clock.now() + rememberMs, () => {
      if (session.rooms.size > 0) this.#forgetLater(session);
      else this.#known.delete(session.player);
    });
  }
}
