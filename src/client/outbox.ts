// Every request to the server, from being made to its one answer (C3), across any number of sockets.
import type {
  ClientMessageType,
  ClientPayload,
  ServerMessage,
  ServerMessageType,
  ServerPayload,
} from '../protocol/index.ts';
import { ClientError } from './errors.ts';

export type Request<Type extends ClientMessageType = ClientMessageType> = {
  readonly type: Type;
  readonly payload: ClientPayload<Type>;
  /** May it be sent now? */
  readonly ready: () => boolean;
  /** If the connection breaks before the answer: send it again, fail with LOST, or drop it silently. */
  readonly onDisconnect: 'resend' | 'fail' | 'drop';
  /** To fail all requests of one owner together. */
  readonly owner?: object;
  /** Runs before the next message is processed; a promise would be too late for that. */
  readonly onAnswer: (answer: ServerMessage) => void;
  readonly onError: (error: ClientError) => void;
};

export class Outbox {
  readonly #entries = new Map<number, { readonly request: Request; isSent: boolean }>();
  #lastRef = 0;

  add(request: Request): void {
    this.#lastRef += 1;
    this.#entries.set(this.#lastRef, { request, isSent: false });
  }

  /** Sends everything that is ready, oldest first. */
  flush(send: (text: string) => void): void {
    for (const [ref, entry] of this.#entries) {
      if (entry.isSent || !entry.request.ready()) continue;
      entry.isSent = true;
      const { type, payload } = entry.request;
      try {
        send(JSON.stringify({ type, ref, payload }));
      } catch (error) {
        this.#fail(ref, error);
      }
    }
  }

  /** Passes an answer to its request. Messages that answer nothing are ignored. */
  settle(message: ServerMessage): void {
    const ref = Number(message.ref);
    const request = this.#entries.get(ref)?.request;
    this.#entries.delete(ref);
    try {
      if (message.type === 'error') throw new ClientError(message.payload.code, message.payload.message);
      request?.onAnswer(message);
    } catch (error) {
      request?.onError(asClientError(error));
    }
  }

  connectionLost(): void {
    for (const [ref, entry] of this.#entries) {
      const { onDisconnect } = entry.request;
      if (onDisconnect === 'drop') this.#entries.delete(ref);
      else if (onDisconnect === 'resend') entry.isSent = false;
      else if (entry.isSent)
        this.#fail(ref, new ClientError('LOST', 'The connection was lost before the answer.'));
    }
  }

  /** Fails every request, or every request of one owner. */
  failAll(error: ClientError, owner?: object): void {
    for (const [ref, { request }] of this.#entries) {
      if (!owner || request.owner === owner) this.#fail(ref, error);
    }
  }

  #fail(ref: number, error: unknown): void {
    const request = this.#entries.get(ref)?.request;
    this.#entries.delete(ref);
    request?.onError(asClientError(error));
  }
}

/** Wraps anything that is not a ClientError: payloads that are not JSON, and malformed answers. */
const asClientError = (error: unknown): ClientError =>
  error instanceof ClientError ? error : new ClientError('BAD_MESSAGE', String(error));

/** The payload of an answer of the expected type. @throws ClientError BAD_MESSAGE if the answer has another type */
export function payloadOf<Type extends ServerMessageType>(
  answer: ServerMessage,
  type: Type,
): ServerPayload<Type> {
  if (answer.type === type) return answer.payload as ServerPayload<Type>;
  throw new ClientError('BAD_MESSAGE', `Unexpected answer: ${answer.type}`);
}
