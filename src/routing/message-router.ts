// Where text becomes a message and a connection becomes a caller: decodes, lets hello through, and routes.
import type { Matchmaker } from '../lobby/index.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import {
  type ClientMessage,
  decode,
  type ErrorCode,
  encode,
  errors,
  type Limits,
  type Ref,
} from '../protocol/index.ts';
import {
  Caller,
  type Connection,
  type ConnectionListener,
  type RefusalCounter,
  type Session,
  type Sessions,
} from '../session/index.ts';
import { HelloHandshake } from './hello.ts';
import { type RouteContext, routes } from './routes.ts';

export type MessageRouterOptions = {
  readonly context: RouteContext;
  readonly sessions: Sessions;
  readonly matchmaker: Matchmaker;
  readonly limits: Limits;
  readonly log: RouterLogger;
  readonly counter: RefusalCounter;
};

export type RouterLogger = {
  debug(details: object, message: string): void;
  error(details: object, message: string): void;
};

type RoutedMessage = Exclude<ClientMessage, { type: 'hello' }>;

type Refusal = {
  readonly code: ErrorCode;
  readonly message?: string;
  readonly ref?: Ref | undefined;
  readonly path?: string | undefined;
};

export class MessageRouter implements ConnectionListener {
  readonly #options: MessageRouterOptions;
  readonly #hello: HelloHandshake;

  constructor(options: MessageRouterOptions) {
    this.#options = options;
    this.#hello = new HelloHandshake({
      ...options,
      refuse: (connection, code, ref) => this.#refuse(connection, { code, ref }),
      receive: (connection, text) => this.received(connection, text),
    });
  }

  opened(connection: Connection): void {
    this.#options.log.debug({ connection: connection.id, address: connection.address }, 'connected');
  }

  received(connection: Connection, text: string): void {
    const waiting = this.#hello.pending.get(connection);
    if (waiting === undefined) this.#read(connection, text);
    else waiting.push(text);
  }

  limited(connection: Connection, text: string): void {
    // Decoded for its ref alone: this message gets its one answer, too (C3).
    const decoded = decode(text, { maxCharacters: this.#options.limits.frameBytes });
    this.#refuse(connection, { code: 'RATE_LIMITED', ref: decoded.ok ? decoded.message.ref : decoded.ref });
  }

  drained(connection: Connection): void {
    const { context, sessions } = this.#options;
    context.listing.drained(connection);
    const session = sessions.of(connection);
    if (session === undefined) return;
    for (const id of session.rooms) context.rooms.get(id)?.drained(session);
  }

  closed(connection: Connection): void {
    const session = this.#options.sessions.disconnected(connection);
    this.#options.log.debug({ connection: connection.id, player: session?.player }, 'disconnected');
    this.#hello.end(connection, session);
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
    } else if (message.type === 'hello') this.#hello.begin(connection, message.payload, message.ref);
    else if (session !== undefined) this.#route(session, connection, message);
  }

  #route(session: Session, connection: Connection, message: RoutedMessage): void {
    const { type, payload, ref } = message;
    const { context, counter } = this.#options;
    const caller = new Caller(session, connection, ref, counter);
    // The compiler cannot see that the payload is of the type that chose the route.
    const route = routes[type] as (
      context: RouteContext,
      caller: Caller,
      payload: unknown,
    ) => MaybePromise<void>;
    const routed = route(context, caller, payload);
    if (routed instanceof Promise) {
      routed.catch((err: unknown) => this.#fault(connection, message, err));
    }
  }

  /** A fault of the server costs one message, never the process. */
  #fault(connection: Connection, { type, ref }: ClientMessage, err: unknown): void {
    this.#options.log.error({ type, err }, 'a message could not be handled');
    this.#refuse(connection, { code: 'SERVER_FAULT', ref });
  }

  #refuse(connection: Connection, { code, message = errors[code].meaning, ref, path }: Refusal): void {
    this.#options.counter.refused(code);
    const payload = { code, message, ...(path === undefined ? {} : { path }) };
    connection.send(encode({ type: 'error', ...(ref === undefined ? {} : { ref }), payload }));
  }
}
