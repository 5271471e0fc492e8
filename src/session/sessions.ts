// Opens a session for a hello, resumes one by its token, and gives a session to its newest connection.
import { nanoid } from 'nanoid';
import type { CancelTimer, Clock } from '../clock/index.ts';
import { chain, type MaybePromise } from '../maybe-promise.ts';
import type { ErrorCode } from '../protocol/index.ts';
import type { SessionStore } from '../store/index.ts';
import { guestName, readable } from './name.ts';
import { type Connection, type Identity, Session } from './session.ts';
import { newToken, readToken, type SessionKind, secretFits } from './token.ts';

export type Hello = { readonly token?: string | undefined; readonly name?: string | undefined };

export type Welcome =
  | {
      readonly ok: true;
      readonly session: Session;
      readonly token: string;
      readonly replaced: Connection | null;
    }
  | { readonly ok: false; readonly code: ErrorCode };

/** `hash`: null until the client has come back after a restart; the store has it. */
type Known = {
  readonly session: Session;
  hash: Uint8Array | null;
  /** As it was last saved; null where that is not known. */
  saved: { readonly name: string; readonly seenAt: number } | null;
  forget: CancelTimer | null;
};

const unknown = { hash: null, saved: null, forget: null } as const;

type Found = { readonly known: Known; readonly token: string };

export type SessionsOptions = {
  readonly clock: Clock;
  readonly store: SessionStore;
  /** How long the store keeps a session after it was last seen, in ms. */
  readonly keepMs: number;
  readonly nameCharacters: number;
  /** Whether this address may open one more guest session; without it there is no limit. */
  readonly mayBegin?: (address: string) => boolean;
  readonly log: { error(details: object, message: string): void };
  readonly random?: () => number;
};

/** How long a session without connection and rooms stays in memory: a page reload or two. The store keeps it longer. */
const IDLE_MS = 60_000;

/** A session seen again within this part of its keeping time is not stored again. */
const SEEN_PART = 1 / 24;

/** How often the store prunes old sessions. It is done at a hello, so that no timer is needed. */
const PRUNE_MS = 600_000;

export class Sessions {
  readonly #known = new Map<string, Known>();
  readonly #speaking = new Map<Connection, Session>();
  /** Connections whose hello waits for the store. */
  readonly #greeting = new Set<Connection>();
  readonly #options: SessionsOptions;
  #prunedAt = 0;
  #stopped = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** How many sessions are in memory, connected or not. */
  get size(): number {
    return this.#known.size;
  }

  /** The session of a connection; undefined before hello, and after a takeover. */
  of(connection: Connection): Session | undefined {
    return this.#speaking.get(connection);
  }

  /**
   * Opens or resumes a session: durable before it is answered. `replaced` is the older connection of the
   * same session, which the caller closes. Never rejects; null if the connection went meanwhile.
   */
  hello(connection: Connection, hello: Hello): MaybePromise<Welcome | null> {
    const name = hello.name === undefined ? undefined : readable(hello.name, this.#options.nameCharacters);
    if (name === '') return { ok: false, code: 'BAD_NAME' };
    this.#greeting.add(connection);
    const found = this.#identify(connection, { token: hello.token, name });
    const welcome = chain(found, (who) => this.#welcome(connection, who));
    return welcome instanceof Promise
      ? welcome.catch((err: unknown) => this.#failed(connection, err))
      : welcome;
  }

  /** The session of a player who holds a seat from before the process began: away until the next hello. */
  awaited(player: string, name: string): Session {
    const known = this.#known.get(player) ?? { ...unknown, session: new Session(player, name) };
    this.#known.set(player, known);
    if (known.session.connection === null) this.#forgetLater(known.session);
    return known.session;
  }

  /** A new guest session without a connection: the holder of the token will use it. Rejects where it cannot be stored. */
  guest(name: string): MaybePromise<{ readonly player: string; readonly token: string }> {
    return chain(this.#open(undefined, name), ({ known, token }) => {
      this.#forgetLater(known.session);
      return { player: known.session.player, token };
    });
  }

  /** The connection is gone; returns the session that is away now, if this was its newest connection. */
  disconnected(connection: Connection): Session | undefined {
    this.#greeting.delete(connection);
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

  /** Clears every timer. */
  stop(): void {
    this.#stopped = true;
    for (const known of this.#known.values()) known.forget?.();
  }

  #welcome(connection: Connection, found: Found | ErrorCode): Welcome | null {
    const isHere = this.#greeting.delete(connection);
    if (typeof found === 'string') return { ok: false, code: found };
    const { known, token } = found;
    if (isHere) return { ok: true, session: known.session, token, replaced: this.#attach(known, connection) };
    if (known.session.connection === null) this.#forgetLater(known.session);
    return null;
  }

  #failed(connection: Connection, err: unknown): Welcome {
    this.#greeting.delete(connection);
    this.#options.log.error({ err }, 'a session could not be read or stored');
    return { ok: false, code: 'STORE_FAILED' };
  }

  /** BAD_TOKEN: unknown, or the token of another player than the connection was authenticated as. */
  #identify({ identity, address }: Connection, hello: Hello): MaybePromise<Found | ErrorCode> {
    this.#pruneNowAndThen();
    if (hello.token === undefined) {
      // Guests are counted; the number of logins is up to the system that issues them.
      const mayBegin = identity !== undefined || this.#options.mayBegin?.(address) !== false;
      return mayBegin ? this.#open(identity, hello.name) : 'SESSION_LIMIT';
    }
    const token = readToken(hello.token);
    if (token === null || (identity !== undefined && identity.player !== token.player)) return 'BAD_TOKEN';
    return chain(this.#recall(token.player), (known) => {
      if (known?.hash == null || !secretFits(token.secret, known.hash, kindOf(identity))) return 'BAD_TOKEN';
      if (hello.name !== undefined && identity?.name === undefined) known.session.name = hello.name;
      const found = { known, token: hello.token ?? '' };
      return chain(this.#saveIfOld(known, known.hash), () => found);
    });
  }

  /** From memory, or else from the store. */
  #recall(player: string): MaybePromise<Known | undefined> {
    const known = this.#known.get(player);
    if (known !== undefined && known.hash !== null) return known;
    return chain(this.#options.store.load(player), (stored) => {
      if (stored === null) return known;
      // Another connection may have come with the same token while the store was read.
      const now = this.#known.get(player) ?? { ...unknown, session: new Session(player, stored.name) };
      now.hash ??= stored.hash;
      now.saved ??= stored;
      this.#known.set(player, now);
      return now;
    });
  }

  #open(identity: Identity | undefined, name: string | undefined): MaybePromise<Found> {
    const player = identity?.player ?? nanoid();
    const { token, hash } = newToken(player, kindOf(identity));
    const { nameCharacters, random = Math.random } = this.#options;
    const proper = identity?.name === undefined ? '' : readable(identity.name, nameCharacters);
    const shown = proper || name || guestName(random);
    const session = new Session(player, shown);
    return chain(this.#save(session, hash), (saved) => {
      // A login always leads to the same session, on every device.
      const known = this.#known.get(player) ?? { ...unknown, session };
      known.hash = hash;
      known.saved = saved;
      this.#known.set(player, known);
      return { known, token };
    });
  }

  /** Avoids a write for each client when many reconnect at once. */
  #saveIfOld(known: Known, hash: Uint8Array): MaybePromise<void> {
    const { clock, keepMs } = this.#options;
    const { saved, session } = known;
    if (saved?.name === session.name && clock.now() - saved.seenAt < keepMs * SEEN_PART) return;
    return chain(this.#save(session, hash), (now) => {
      known.saved = now;
    });
  }

  #save({ player, name }: Session, hash: Uint8Array): MaybePromise<NonNullable<Known['saved']>> {
    const { store, clock } = this.#options;
    const saved = { name, seenAt: clock.now() };
    return chain(store.save({ player, hash, ...saved }), () => saved);
  }

  #pruneNowAndThen(): void {
    const { clock, store, keepMs, log } = this.#options;
    const now = clock.now();
    if (now - this.#prunedAt < PRUNE_MS) return;
    this.#prunedAt = now;
    Promise.resolve(store.prune(now - keepMs)).catch((err: unknown) => {
      log.error({ err }, 'old sessions could not be dropped');
    });
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
    const { clock } = this.#options;
    known.forget?.();
    known.forget = clock.at(clock.now() + IDLE_MS, () => {
      if (session.roomCount > 0) this.#forgetLater(session);
      else this.#known.delete(session.player);
    });
  }
}

function kindOf(identity: Identity | undefined): SessionKind {
  return identity === undefined ? 'guest' : 'login';
}
