// Where text becomes a message and a connection becomes a caller: decodes, greets, routes, and says goodbye.
import type { Matchmaker } from '../lobby/index.ts';
import {
  type ClientMessage,
  type ClientPayload,
  decode,
  type ErrorCode,
  encode,
  errors,
  type Limits,
  PROTOCOL,
  type Ref,
} from '../protocol/index.ts';
import { seatOf } from '../room/index.ts';
import {
  Caller,
  type Connection,
  type ConnectionListener,
  playerOf,
  type Refusals,
  type Session,
  type Sessions,
  type Welcome,
} from '../session/index.ts';
import { type RouteContext, routes } from './routes.ts';

export type MessageRouterOptions = {
  readonly house: RouteContext;
  readonly sessions: Sessions;
  readonly queue: Matchmaker;
  readonly limits: Limits;
  readonly log: RouterLogger;
  readonly tally: Refusals;
};

export type RouterLogger = {
  debug(details: object, message: string): void;
  error(details: object, message: string): void;
};

type RoutedMessage = Exclude<ClientMessage, { type: 'hello' }>;

export class MessageRouter implements ConnectionListener {
  readonly #options: MessageRouterOptions;
  /** Those whose hello waits for the store, and what they have sent since. */
  readonly #greeting = new Map<Connection, string[]>();

  constructor(options: MessageRouterOptions) {
    this.#options = options;
  }

  opened(connection: Connection): void {
    this.#options.log.debug({ connection: connection.id, address: connection.address }, 'connected');
  }

  received(connection: Connection, text: string): void {
    const waiting = this.#greeting.get(connection);
    // Hello waits for the store, and what came after it waits for hello (C2).
    if (waiting !== undefined) waiting.push(text);
    else this.#read(connection, text);
  }

  #read(connection: Connection, text: string): void {
    const decoded = decode(text, { maxCharacters: this.#options.limits.frameBytes });
    if (!decoded.ok) {
      connection.misbehaved();
      this.#refuse(connection, decoded);
      return;
    }
    const { message } = decoded;
    try {
      this.#take(connection, message);
    } catch (err) {
      this.#fault(connection, message, err);
    }
  }

  #take(connection: Connection, message: ClientMessage): void {
    const session = this.#options.sessions.of(connection);
    // Hello comes first, and once.
    if ((session === undefined) !== (message.type === 'hello')) {
      this.#refuse(connection, { code: 'HELLO_REQUIRED', ref: message.ref });
    } else if (message.type === 'hello') this.#hello(connection, message.payload, message.ref);
    else if (session !== undefined) this.#route(session, connection, message);
  }

  /** A fault of ours costs one message, never the process. */
  #fault(connection: Connection, { type, ref }: ClientMessage, err: unknown): void {
    this.#options.log.error({ type, err }, 'a message could not be handled');
    this.#refuse(connection, { code: 'SERVER_FAULT', ref });
  }

  limited(connection: Connection, text: string): void {
    // Read for its ref alone: also this message gets its one answer (C3).
    const decoded = decode(text, { maxCharacters: this.#options.limits.frameBytes });
    this.#refuse(connection, { code: 'RATE_LIMITED', ref: decoded.ok ? decoded.message.ref : decoded.ref });
  }

  drained(connection: Connection): void {
    const { house, sessions } = this.#options;
    house.listing.drained(connection);
    const session = sessions.of(connection);
    if (session === undefined) return;
    for (const id of session.rooms) house.rooms.get(id)?.drained(session);
  }

  closed(connection: Connection): void {
    this.#greeting.delete(connection);
    const session = this.#options.sessions.disconnected(connection);
    this.#options.log.debug({ connection: connection.id, player: session?.player }, 'disconnected');
    this.#gone(connection, session);
  }

  #hello(connection: Connection, payload: ClientPayload<'hello'>, ref: Ref | undefined): void {
    if (payload.protocol !== PROTOCOL) {
      this.#refuse(connection, { code: 'UNSUPPORTED_PROTOCOL', ref });
      return;
    }
    const { sessions, house } = this.#options;
    // One who comes back is told of the seats held, and those are known once their rooms are loaded.
    const player = payload.token === undefined ? undefined : playerOf(payload.token);
    const rooms = player === undefined ? undefined : house.rooms.bring(player);
    const hello = () => sessions.hello(connection, payload);
    const welcome = rooms instanceof Promise ? rooms.then(hello) : hello();
    if (welcome instanceof Promise) void this.#helloLater(connection, welcome, ref);
    else this.#welcome(connection, welcome, ref);
  }

  async #helloLater(
    connection: Connection,
    coming: Promise<Welcome | null>,
    ref: Ref | undefined,
  ): Promise<void> {
    this.#greeting.set(connection, []);
    // It was said in time, however long the store takes: else a slow disk would turn away those who come back.
    connection.greeted();
    this.#welcome(connection, await coming, ref);
    const waiting = this.#greeting.get(connection) ?? [];
    this.#greeting.delete(connection);
    for (const text of waiting) this.received(connection, text);
  }

  #welcome(connection: Connection, welcome: Welcome | null, ref: Ref | undefined): void {
    if (welcome === null) return;
    if (!welcome.ok) {
      this.#refuse(connection, { code: welcome.code, ref });
      return;
    }
    connection.greeted();
    const { session, token, replaced } = welcome;
    if (replaced !== null) {
      this.#gone(replaced, session);
      replaced.close('takenOver');
    }
    const { player, name } = session;
    const rooms = seatsHeld(this.#options.house, session);
    const { limits } = this.#options;
    new Caller(session, connection, ref).tell('welcome', { player, token, name, rooms, limits });
  }

  #route(session: Session, connection: Connection, message: RoutedMessage): void {
    const { type, payload, ref } = message;
    const caller = new Caller(session, connection, ref, this.#options.tally);
    // The compiler cannot see that the payload is of the type that chose the route.
    const route = routes[type] as (
      house: RouteContext,
      caller: Caller,
      payload: unknown,
    ) => void | Promise<void>;
    route(this.#options.house, caller, payload)?.catch((err: unknown) =>
      this.#fault(connection, message, err),
    );
  }

  /** The session no longer speaks through this connection: what hung on it is let go. */
  #gone(connection: Connection, session: Session | undefined): void {
    const { house, queue } = this.#options;
    house.listing.unwatch(connection);
    if (session === undefined) return;
    queue.cancel(session);
    for (const id of session.rooms) house.rooms.get(id)?.away(session, connection);
  }

  #refuse(
    connection: Connection,
    refusal: {
      readonly code: ErrorCode;
      readonly message?: string;
      readonly ref?: Ref | undefined;
      readonly path?: string | undefined;
    },
  ): void {
    const { code, ref, path } = refusal;
    this.#options.tally.refused(code);
    const payload = {
      code,
      message: refusal.message ?? errors[code].meaning,
      ...(path === undefined ? {} : { path }),
    };
    connection.send(encode({ type: 'error', ...(ref === undefined ? {} : { ref }), payload }));
  }
}

function seatsHeld({ rooms }: RouteContext, session: Session): { room: string; seat: number }[] {
  return [...session.rooms].flatMap((id) => {
    const room = rooms.get(id);
    const seat = room?.opened === true ? seatOf(room.state, session.player) : null;
    return seat === null ? [] : [{ room: id, seat }];
  });
}
