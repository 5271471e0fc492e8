// Negative control: every send queue looks empty to the server, so that it has no bound.
import { WebSocket } from 'ws';

Object.defineProperty(WebSocket.prototype, 'bufferedAmount', { get: () => 0 });
