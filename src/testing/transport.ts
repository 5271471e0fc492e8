// How the clients of a test reach the server: network sockets or linked pairs in memory. Both can be cut and paused.
import { WebSocket } from 'ws';
import type { ClientSocket } from '../client/index.ts';
import type { TurnkeeperServer } from '../server/index.ts';
import { linkedSockets } from './linked-sockets.ts';

/** One connection of one client. */
export type Transport = {
  readonly socket: ClientSocket;
  /** Breaks the connection: no close frame is sent, and messages in transit are lost. */
  cut(): void;
  /** The client stops reading. */
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

/** Connections in memory: only microtasks between the two ends. */
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
