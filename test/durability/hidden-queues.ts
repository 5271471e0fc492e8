// Loaded into a server that shall have no send-queue bound: every queue looks empty.
import { WebSocket } from 'ws';

Object.defineProperty(WebSocket.prototype, 'bufferedAmount', { get: () => 0 });
