// Who this client is to the server: hello, the token that proves it again, and what welcome says.
import type { PROTOCOL, ServerPayload } from '../protocol/index.ts';
import type { ConnectOptions } from './api.ts';
import { type ClientError, isPassing } from './errors.ts';
import type { Link } from './link.ts';
import { payloadOf } from './outbox.ts';
import type { ClientState } from './state.ts';

const protocol: typeof PROTOCOL = 1;

export type SessionParts = {
  readonly link: Link;
  readonly state: ClientState;
  readonly storage: NonNullable<ConnectOptions['storage']>;
  /** The name to ask for. */
  readonly name: string | undefined;
  readonly welcomed: (welcome: ServerPayload<'welcome'>) => void;
  /** The server does not know us any more: a new player begins. */
  readonly forgotten: () => void;
};

export class Session {
  readonly #parts: SessionParts;
  readonly #ready = Promise.withResolvers<void>();
  readonly ready = this.#ready.promise;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    // Nobody has to ask for it; a rejection nobody sees would end a Node process.
    this.ready.catch(() => {});
  }

  /** To be called when a socket has opened. */
  hello(): void {
    const { link, storage, name } = this.#parts;
    const token = storage.get();
    link.post(
      'hello',
      { protocol, token: token ?? undefined, name },
      {
        ready: () => true,
        answered: (answer) => this.#welcome(payloadOf(answer, 'welcome'), token),
        failed: (error) => this.#refused(error, token),
      },
    );
  }

  ended(error: ClientError): void {
    this.#ready.reject(error);
  }

  #welcome(welcome: ServerPayload<'welcome'>, token: string | null): void {
    const { link, state, storage, welcomed } = this.#parts;
    const { player, name, limits } = welcome;
    if (welcome.token !== token) storage.set(welcome.token);
    state.change({ player, name, limits });
    link.greeted();
    welcomed(welcome);
    this.#ready.resolve();
  }

  #refused(error: ClientError, token: string | null): void {
    const { link, storage, forgotten } = this.#parts;
    if (error.code === 'BAD_TOKEN' && token) {
      storage.set(null);
      forgotten();
      this.hello();
    } else if (isPassing(error)) {
      // Never welcomed, it waits longer each time.
      link.drop();
    } else {
      link.end(error);
    }
  }
}

/** Keeps the token as long as the page lives. */
export function inMemory(): NonNullable<ConnectOptions['storage']> {
  let kept: string | null = null;
  return {
    get: () => kept,
    set: (token) => {
      kept = token;
    },
  };
}
