export {
  type ClientMessage,
  type ClientMessageType,
  type ClientPayload,
  clientMessage,
  type Ref,
} from './client-messages.ts';
export { type CloseName, closes } from './closes.ts';
export { type ErrorCode, errorCodes, errors } from './errors.ts';
export { type RoomDocument, type RoomStatus, roomDocument, type SeatHolder } from './room-document.ts';
export {
  type Limits,
  type ListedRoom,
  type ServerMessage,
  type ServerMessageType,
  type ServerPayload,
  serverMessage,
} from './server-messages.ts';

/** The version of the protocol that hello must ask for. */
export const PROTOCOL = 1;

/** The WebSocket subprotocol of that version. */
export const SUBPROTOCOL = 'turnkeeper.v1';
