// The door for pages and programs that play: `turnkeeper/client`.
export type { ErrorCode, Limits, ListedRoom, RoomDocument } from '../protocol/index.ts';
export type {
  ChatLine,
  Client,
  ClientSocket,
  ClientStatus,
  ConnectOptions,
  IntentResult,
  LegalIntents,
  LobbyWatch,
  Room,
  RoomSettings,
  Subscribe,
  Ticket,
} from './api.ts';
export { connect } from './connect.ts';
export { ClientError, type ClientErrorCode } from './errors.ts';
export type { DocumentOf, GameModule, IntentInputsOf, OptionsInputOf } from './game-types.ts';
