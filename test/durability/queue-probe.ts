// Loaded before a server: reports how many bytes wait to be written, and changes nothing.
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const sockets = new Set<Socket>();

subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket };
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});

/** Bytes that the server has sent and the system has not accepted yet. */
export type Queued = number;

function queued(): Queued {
  let bytes = 0;
  for (const { writableLength } of sockets) bytes += writableLength;
  return bytes;
}

process.on('message', (request) => {
  if (request === 'queued') process.send?.(queued());
});
