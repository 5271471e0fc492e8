export { answers, pushed } from './answers.ts';
export { type AsyncApiOptions, asyncApiDocument } from './asyncapi.ts';
export {
  type ClientMessage,
  type ClientMessageType,
  type ClientPayload,
  clientMessage,
  type Ref,
} from './client-messages.ts';
export { type CloseName, closes } from './closes.ts';
export { answering, type Decoded, decode, encode, frame, MAX_CHARACTERS, MAX_DEPTH } from './codec.ts';
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
export { PROTOCOL, SUBPROTOCOL } from './version.ts';
