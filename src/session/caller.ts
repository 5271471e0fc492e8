// The sender of one message, and where its answer goes: the one place that answers, so that each gets one answer (C3).
import {
  type ErrorCode,
  errors,
  frame,
  type Ref,
  type ServerMessageType,
  type ServerPayload,
} from '../protocol/index.ts';
import type { Connection, Session } from './session.ts';
/** `path`: where in the message the fault is. `reason`: the guard of the game that said no. */
export type RefusalDetails = { readonly path?: string | undefined; readonly reason?: string | undefined };

/** Counts what was refused; called often, so it must cost next to nothing. */
export type RefusalCounter = {
  refused(code: ErrorCode): void;
  rejected(code: ErrorCode): void;
};

export class Caller {
  readonly session: Session;
  /** The connection the message came by: the session may have another by the time of the answer. */
  readonly connection: Connection;
  readonly ref: Ref | undefined;
  readonly #counter: RefusalCounter | undefined;

  constructor(session: Session, connection: Connection, ref?: Ref, counter?: RefusalCounter) {
    this.session = session;
    this.connection = connection;
    this.ref = ref;
    this.#counter = counter;
  }

  /** Sends a message that matters to the client whether it asked for an answer or not. */
  send<Type extends ServerMessageType>(type: Type, payload: ServerPayload<Type>): void {
    this.sendText(type, JSON.stringify(payload));
  }

  /** The same with a payload that is JSON text already. */
  sendText(type: ServerMessageType, payload: string): void {
    this.connection.send(frame(type, payload, this.ref));
  }

  /** Sends what is of use as an answer alone: nothing where the message had no ref. */
  answer<Type extends ServerMessageType>(type: Type, payload: ServerPayload<Type>): void {
    if (this.ref !== undefined) this.send(type, payload);
  }

  refuse(code: ErrorCode, details?: RefusalDetails): void {
    this.#counter?.refused(code);
    this.send('error', {
      code,
      message: errors[code].meaning,
      ...(details?.path === undefined ? {} : { path: details.path }),
    });
  }

  /** Refuses an intent. */
  reject(room: string, code: ErrorCode, details?: RefusalDetails): void {
    this.#counter?.rejected(code);
    const where = details?.path === undefined ? '' : ` (at ${details.path})`;
    this.send('rejected', {
      room,
      code,
      message: errors[code].meaning + where,
      ...(details?.reason === undefined ? {} : { reason: details.reason }),
    });
  }
}
