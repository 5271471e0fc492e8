// Who asked, and where the answer goes: the one place that answers a message, so that each gets one answer (C3).
import {
  type ErrorCode,
  errors,
  frame,
  type Ref,
  type ServerMessageType,
  type ServerPayload,
} from '../protocol/index.ts';
import type { Connection, Session } from './session.ts';
/** More about a refusal: where in the message it is, or which guard of the game said no. */
export type Because = { readonly path?: string | undefined; readonly reason?: string | undefined };

/** Counts what was refused; called often, so it must cost next to nothing. */
export type Refusals = {
  refused(code: ErrorCode): void;
  rejected(code: ErrorCode): void;
};

export class Caller {
  readonly session: Session;
  /** The connection the message came by: the session may have another by the time of the answer. */
  readonly connection: Connection;
  readonly ref: Ref | undefined;
  readonly #tally: Refusals | undefined;

  constructor(session: Session, connection: Connection, ref?: Ref, tally?: Refusals) {
    this.session = session;
    this.connection = connection;
    this.ref = ref;
    this.#tally = tally;
  }

  /** What matters to the client whether it asked for an answer or not. */
  tell<Type extends ServerMessageType>(type: Type, payload: ServerPayload<Type>): void {
    this.tellText(type, JSON.stringify(payload));
  }

  /** The same of a payload that is JSON text already; what tell says goes this way too. */
  tellText(type: ServerMessageType, payload: string): void {
    this.connection.send(frame(type, payload, this.ref));
  }

  /** What is only of use as an answer: left out where the message had no ref. */
  answer<Type extends ServerMessageType>(type: Type, payload: ServerPayload<Type>): void {
    if (this.ref !== undefined) this.tell(type, payload);
  }

  refuse(code: ErrorCode, because?: Because): void {
    this.#tally?.refused(code);
    this.tell('error', {
      code,
      message: errors[code].meaning,
      ...(because?.path === undefined ? {} : { path: because.path }),
    });
  }

  /** Refuses an intent. */
  reject(room: string, code: ErrorCode, because?: Because): void {
    this.#tally?.rejected(code);
    const where = because?.path === undefined ? '' : ` (at ${because.path})`;
    this.tell('rejected', {
      room,
      code,
      message: errors[code].meaning + where,
      ...(because?.reason === undefined ? {} : { reason: because.reason }),
    });
  }
}
