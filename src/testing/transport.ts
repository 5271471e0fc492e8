// How a test's clients reach the server: over real sockets, or over pairs in memory. Either can be cut and held.
import { WebSocket } from 'ws';
import type { ClientSocket } from '../client/index.ts';
import type { TurnkeeperServer } from '../server/index.ts';
import { linkedSockets } from './linked-sockets.ts';

/** One client's way to the server, as long as this socket lasts. */
export type Transport = {
  readonly socket: ClientSocket;
  /** The network fails: no close frame, and what is under way is lost. */
  cut(): void;
  /** The client stops reading, as a phone in a tunnel does. */
  pause(): void;
  resume(): void;
};

export type OpenTransport = (url: string, protocol: string) => Transport;

export const openSocket: OpenTransport = (url, protocol) => {
  const socket = new WebSocket(url, protocol);
  return {
    socket: socket as unknown as ClientSocket,
    cut: () => socket.terminate(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
};

/** Lines that need no port: nothing but microtasks between the two ends. */
export function linkedTransport(
  server: Pick<TurnkeeperServer, 'accept'>,
  frameBytes?: number,
): OpenTransport {
  return () => {
    const pair = linkedSockets({ frameBytes });
    server.accept(pair.server);
    return {
      socket: pair.client as unknown as ClientSocket,
      cut: pair.cut,
      pause: pair.pause,
      resume: pair.resume,
    };
  };
}
