// Where text becomes a message and a connection becomes a caller: decodes, greets, routes, and says goodbye.
import type { MatchQueue } from '../lobby/index.ts';
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
  type Refusals,
  type Session,
  type Sessions,
} from '../session/index.ts';
import { type House, routes } from './routes.ts';

export type GateOptions = {
  readonly house: House;
  readonly sessions: Sessions;
  readonly queue: MatchQueue;
  readonly limits: Limits;
  readonly log: GateLog;
  readonly tally: Refusals;
};

export type GateLog = {
  debug(details: object, message: string): void;
  error(details: object, message: string): void;
};

type RoutedMessage = Exclude<ClientMessage, { type: 'hello' }>;

export class Gate implements ConnectionListener {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  opened(connection: Connection): void {
    this.#options.log.debug({ connection: connection.id, address: connection.address }, 'connected');
  }

  received(connection: Connection, text: string): void {
    const decoded = decode(text, { maxCharacters: this.#options.limits.frameBytes });
    if (!decoded.ok) {
      connection.misbehaved();
      this.#refuse(connection, decoded);
      return;
    }
    const { message } = decoded;
    const session = this.#options.sessions.of(connection);
    // Hello comes first, and once.
    if ((session === undefined) !== (message.type === 'hello')) {
      this.#refuse(connection, { code: 'HELLO_REQUIRED', ref: message.ref });
    } else if (message.type === 'hello') this.#hello(connection, message.payload, message.ref);
    else if (session !== undefined) this.#route(session, connection, message);
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
    const session = this.#options.sessions.disconnected(connection);
    this.#options.log.debug({ connection: connection.id, player: session?.player }, 'disconnected');
    this.#gone(connection, session);
  }

  #hello(connection: Connection, payload: ClientPayload<'hello'>, ref: Ref | undefined): void {
    const { sessions, house, limits } = this.#options;
    const welcome =
      payload.protocol === PROTOCOL
        ? sessions.hello(connection, payload)
        : ({ ok: false, code: 'UNSUPPORTED_PROTOCOL' } as const);
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
    const rooms = seatsHeld(house, session);
    new Caller(session, connection, ref).tell('welcome', { player, token, name, rooms, limits });
  }

  #route(session: Session, connection: Connection, { type, payload, ref }: RoutedMessage): void {
    const caller = new Caller(session, connection, ref, this.#options.tally);
    // The compiler cannot see that the payload is of the type that chose the route.
    const route = routes[type] as (house: House, caller: Caller, payload: unknown) => void | Promise<void>;
    route(this.#options.house, caller, payload)?.catch((error: unknown) => {
      this.#options.log.error({ type, err: error }, 'a message could not be handled');
    });
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

function seatsHeld({ rooms }: House, session: Session): { room: string; seat: number }[] {
  return [...session.rooms].flatMap((id) => {
    const room = rooms.get(id);
    const seat = room?.opened === true ? seatOf(room.state, session.player) : null;
    return seat === null ? [] : [{ room: id, seat }];
  });
}
