// What stands where xstate has actors: a game that reaches for `self`, to spawn or to send, is told that there is none.
import type { AnyActorRef } from 'xstate';
import { GameFault } from '../rules.ts';

export function refuseActors(): never {
  throw new GameFault('a game has no actors: it may not spawn, send to, or read `self`');
}

/** Throws at whatever is asked of it. */
export function actorless(): AnyActorRef {
  const refuse = refuseActors;
  return new Proxy(Object.create(null), { get: refuse, has: refuse, set: refuse, ownKeys: refuse });
}
