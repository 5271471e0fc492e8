// Every question to the server, from asking to its one answer (C3), whatever number of sockets that takes.
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
  /** May it go out now? */
  readonly ready: () => boolean;
  /** What becomes of it if the connection breaks before its answer; `forget`: nobody needs to be told. */
  readonly onDisconnect: 'again' | 'fail' | 'forget';
  /** Whose it is, to be able to give all of theirs up. */
  readonly owner?: object;
  /** Runs at once, before the next message is looked at; a promise would be too late for that. */
  readonly onAnswer: (answer: ServerMessage) => void;
  readonly onError: (error: ClientError) => void;
};

export class Outbox {
  readonly #entries = new Map<number, { readonly request: Request; isSent: boolean }>();
  #refs = 0;

  add(request: Request): void {
    this.#refs += 1;
    this.#entries.set(this.#refs, { request, isSent: false });
  }

  /** Sends all that may go out, oldest first. */
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

  /** Gives an answer to who asked. Messages that answer nothing are none of its business. */
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

  /** The connection broke: what went out goes out again, or fails. */
  connectionLost(): void {
    for (const [ref, entry] of this.#entries) {
      const { onDisconnect } = entry.request;
      if (onDisconnect === 'forget') this.#entries.delete(ref);
      else if (onDisconnect === 'again') entry.isSent = false;
      else if (entry.isSent) this.#fail(ref, new ClientError('LOST'));
    }
  }

  /** Gives up everything, or all that is one owner's. */
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

/** What is none already comes of a value that is not JSON, or of an answer that is not as it should be. */
const asClientError = (error: unknown): ClientError =>
  error instanceof ClientError ? error : new ClientError('BAD_MESSAGE', String(error));

/** The payload of an answer that must be of that type; throws ClientError if it is another. */
export function payloadOf<Type extends ServerMessageType>(
  answer: ServerMessage,
  type: Type,
): ServerPayload<Type> {
  if (answer.type === type) return answer.payload as ServerPayload<Type>;
  throw new ClientError('BAD_MESSAGE', `answered with ${answer.type}`);
}
