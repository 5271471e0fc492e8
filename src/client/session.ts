// The session of this client: says hello, keeps the token that resumes the identity, and reads the welcome.
import type { PROTOCOL, ServerPayload } from '../protocol/index.ts';
import type { ConnectOptions } from './api.ts';
import { deferred } from './deferred.ts';
import { type ClientError, isRetryable } from './errors.ts';
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
  readonly onWelcome: (welcome: ServerPayload<'welcome'>) => void;
  /** The server does not know the token any more: a new player begins. */
  readonly onTokenRejected: () => void;
};

export class Session {
  readonly #parts: SessionParts;
  readonly #ready = deferred<void>();
  readonly ready = this.#ready.promise;

  constructor(parts: SessionParts) {
    this.#parts = parts;
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
        onAnswer: (answer) => this.#welcomed(payloadOf(answer, 'welcome'), token),
        onError: (error) => this.#rejected(error, token),
      },
    );
  }

  close(error: ClientError): void {
    this.#ready.reject(error);
  }

  #welcomed(welcome: ServerPayload<'welcome'>, token: string | null): void {
    const { link, state, storage, onWelcome } = this.#parts;
    const { player, name, limits } = welcome;
    if (welcome.token !== token) storage.set(welcome.token);
    state.change({ player, name, limits });
    link.welcomed();
    onWelcome(welcome);
    this.#ready.resolve();
  }

  #rejected(error: ClientError, token: string | null): void {
    const { link, storage, onTokenRejected } = this.#parts;
    if (error.code === 'BAD_TOKEN' && token) {
      storage.set(null);
      onTokenRejected();
      this.hello();
    } else if (isRetryable(error)) {
      // Without a welcome in between, each wait is longer than the last.
      link.drop();
    } else {
      link.close(error);
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
