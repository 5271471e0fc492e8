// Completes WebSocket handshakes with ws, none of whose defaults is left as it is, and creates a socket for each.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../protocol/index.ts';
import type { ConnectionLog } from './connection-manager.ts';
import { FastSocket, TextFramer } from './fast-path/fast-socket.ts';
import { FastPathGuard } from './fast-path/guard.ts';
import type { ConnectionLimits } from './limits.ts';
import type { Socket } from './socket.ts';
import { TickBatcher } from './tick-batcher.ts';
import { WsSocket } from './ws-socket.ts';

/** A checked upgrade request, its stream, and the bytes that arrived right behind it. */
export type UpgradeRequest = {
  readonly request: IncomingMessage;
  readonly raw: Duplex;
  readonly head: Buffer;
  readonly address: string;
};

/** Completes the handshake. `accepted` runs within the call, or never if the stream is already closed. */
type CompleteUpgrade = (upgrade: UpgradeRequest, accepted: (socket: Socket) => void) => void;

type WsUpgradeOptions = {
  readonly limits: ConnectionLimits;
  readonly log: ConnectionLog;
  /** Uses the public API of ws alone, without the fast path past it. */
  readonly plainSockets?: boolean | undefined;
};

/** Creates the function that turns checked upgrade requests into sockets. */
export function wsUpgrade({ limits, log, plainSockets = false }: WsUpgradeOptions): CompleteUpgrade {
  const server = new WebSocketServer(wsOptions(limits));
  const guard = plainSockets ? undefined : new FastPathGuard({ server, log });
  const shared = { batcher: new TickBatcher(), framer: new TextFramer(), frameBytes: limits.frameBytes };
  return ({ request, raw, head, address }, accepted) => {
    server.handleUpgrade(request, raw, head, (ws) => {
      const parts = { ws, raw, address, ...shared };
      accepted(guard?.allows(ws, raw) ? new FastSocket(parts) : new WsSocket(parts));
    });
  };
}

/** The declared types of ws lack the last two options, which ws 8.23 has. */
type WsOptions = ServerOptions & { closeTimeout: number; maxPendingAutoPongs: number };

/** The options of ws that follow from the limits. */
export function wsOptions(limits: ConnectionLimits): WsOptions {
  return {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    skipUTF8Validation: false,
    // What ws reads and what the fast path reads stay in order by this.
    allowSynchronousEvents: true,
    maxPayload: limits.frameBytes,
    maxFragments: limits.fragments,
    maxBufferedChunks: limits.chunks,
    handleProtocols: () => SUBPROTOCOL,
    closeTimeout: limits.closeMs,
    maxPendingAutoPongs: limits.pendingPongs,
  };
}
