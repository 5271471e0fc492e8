// The handshake of a connection: its hello opens or resumes a session, and what comes meanwhile waits.
import type { Matchmaker } from '../lobby/index.ts';
import { type ClientPayload, type ErrorCode, type Limits, PROTOCOL, type Ref } from '../protocol/index.ts';
import {
  Caller,
  type Connection,
  playerOf,
  type Session,
  type Sessions,
  type Welcome,
} from '../session/index.ts';
import type { RouteContext } from './routes.ts';

export type HelloOptions = {
  readonly context: RouteContext;
  readonly sessions: Sessions;
  readonly matchmaker: Matchmaker;
  readonly limits: Limits;
  readonly refuse: (connection: Connection, code: ErrorCode, ref: Ref | undefined) => void;
  /** Reads a text that came while the hello was under way. */
  readonly receive: (connection: Connection, text: string) => void;
};

export class HelloHandshake {
  readonly #options: HelloOptions;
  /** Connections whose hello waits for the store, with what they have sent since: it is read afterwards (C2). */
  readonly pending = new Map<Connection, string[]>();

  constructor(options: HelloOptions) {
    this.#options = options;
  }

  begin(connection: Connection, payload: ClientPayload<'hello'>, ref: Ref | undefined): void {
    if (payload.protocol !== PROTOCOL) {
      this.#options.refuse(connection, 'UNSUPPORTED_PROTOCOL', ref);
      return;
    }
    const { sessions, context } = this.#options;
    // `welcome` lists the seats of a session that comes back, and they are known once their rooms are loaded.
    const player = payload.token === undefined ? undefined : playerOf(payload.token);
    const loaded = player === undefined ? undefined : context.rooms.loadRoomsOf(player);
    const hello = () => sessions.hello(connection, payload);
    const welcome = loaded instanceof Promise ? loaded.then(hello) : hello();
    if (welcome instanceof Promise) void this.#finishLater(connection, welcome, ref);
    else this.#finish(connection, welcome, ref);
  }

  /** The connection is gone, or its session speaks through another: whatever depends on it ends. */
  end(connection: Connection, session: Session | undefined): void {
    this.pending.delete(connection);
    const { context, matchmaker } = this.#options;
    context.listing.unwatch(connection);
    if (session === undefined) return;
    matchmaker.cancel(session);
    for (const id of session.rooms) context.rooms.get(id)?.away(session, connection);
  }

  async #finishLater(
    connection: Connection,
    coming: Promise<Welcome | null>,
    ref: Ref | undefined,
  ): Promise<void> {
    this.pending.set(connection, []);
    // The hello came in time, however long the store takes: a slow disk must not turn away returning clients.
    connection.greeted();
    this.#finish(connection, await coming, ref);
    const waiting = this.pending.get(connection) ?? [];
    this.pending.delete(connection);
    for (const text of waiting) this.#options.receive(connection, text);
  }

  #finish(connection: Connection, welcome: Welcome | null, ref: Ref | undefined): void {
    if (welcome === null) return;
    if (!welcome.ok) {
      this.#options.refuse(connection, welcome.code, ref);
      return;
    }
    connection.greeted();
    const { session, token, replaced } = welcome;
    if (replaced !== null) {
      this.end(replaced, session);
      replaced.close('takenOver');
    }
    const { player, name } = session;
    const rooms = this.#seatsHeld(session);
    const { limits } = this.#options;
    new Caller(session, connection, ref).send('welcome', { player, token, name, rooms, limits });
  }

  #seatsHeld(session: Session): { room: string; seat: number }[] {
    const { rooms } = this.#options.context;
    return [...session.rooms].flatMap((id) => {
      const seat = rooms.get(id)?.seatOf(session.player) ?? null;
      return seat === null ? [] : [{ room: id, seat }];
    });
  }
}
