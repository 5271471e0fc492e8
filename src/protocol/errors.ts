// The one catalogue of error codes: what each means, and whether a client may send the same message again.
import type { CloseName } from './closes.ts';

type ErrorEntry = {
  readonly meaning: string;
  /** Whether the same message, unchanged, may succeed later. */
  readonly retry: boolean;
  /** No single error closes a connection; a client that keeps causing this one is closed with this code. */
  readonly close?: CloseName;
};

export const errors = {
  BAD_JSON: {
    meaning: 'The frame is not one JSON value within the allowed size and depth.',
    retry: false,
    close: 'badMessages',
  },
  BAD_MESSAGE: {
    meaning: 'The message does not fit the schema of its type; path says where.',
    retry: false,
    close: 'badMessages',
  },
  UNKNOWN_TYPE: { meaning: 'Unknown message type.', retry: false, close: 'badMessages' },
  HELLO_REQUIRED: { meaning: 'The first message must be hello, and it is sent once.', retry: false },
  BAD_TOKEN: { meaning: 'Unknown token; send hello without a token.', retry: false },
  UNSUPPORTED_PROTOCOL: { meaning: 'This server uses another version of the protocol.', retry: false },
  BAD_NAME: { meaning: 'The name has no printable characters.', retry: false },
  SESSION_LIMIT: { meaning: 'Too many new sessions from this address; wait a minute.', retry: true },
  RATE_LIMITED: {
    meaning: 'Too many messages in a short time; send more slowly.',
    retry: true,
    close: 'tooManyMessages',
  },
  UNKNOWN_GAME: { meaning: 'This server has no game with this name.', retry: false },
  BAD_OPTIONS: {
    meaning: 'The game does not allow these options, seats or level.',
    retry: false,
  },
  UNKNOWN_ROOM: { meaning: 'Room not found or already closed.', retry: false },
  CODE_LIMIT: { meaning: 'Too many wrong room codes from this address; wait a minute.', retry: true },
  ROOM_FULL: { meaning: 'No seat is free; you may join as a spectator.', retry: true },
  SPECTATOR_LIMIT: { meaning: 'The room has reached its spectator limit.', retry: true },
  ROOM_LIMIT: { meaning: 'You have reached the limit of rooms per player.', retry: true },
  CREATE_LIMIT: { meaning: 'Too many rooms created from this address; wait a minute.', retry: true },
  FIND_LIMIT: {
    meaning: 'Too many quick matches from this address; wait a minute.',
    retry: true,
  },
  ROOM_BUSY: { meaning: "The room's inbox is full; try again in a moment.", retry: true },
  NOT_A_MEMBER: { meaning: 'You are not in this room; join it first.', retry: false },
  NOT_A_PLAYER: { meaning: 'Only a seated player may do this.', retry: false },
  ALREADY_QUEUED: { meaning: 'You are already waiting for a match; cancel that first.', retry: false },
  MATCH_NOT_PLAYING: { meaning: 'No match is running in this room now.', retry: true },
  MATCH_NOT_FINISHED: { meaning: 'A rematch is possible only after the match has ended.', retry: true },
  BAD_INTENT: { meaning: "The intent does not fit the game's schema.", retry: false },
  INTENT_ILLEGAL: {
    meaning: "The game cannot take this intent now; reason names the machine's guard.",
    retry: true,
  },
  ROOM_SET_ASIDE: {
    meaning: 'The room cannot continue: its game is not served in the version that it began with.',
    retry: true,
  },
  STALE_SEQ: { meaning: 'A later intent of this seat has already been accepted.', retry: false },
  GAME_FAULT: { meaning: 'The code of the game failed; the state is unchanged.', retry: false },
  STORE_FAILED: { meaning: 'The change could not be stored, so it was not made.', retry: true },
  SERVER_FAULT: { meaning: 'The server failed at this message; the operator has a log entry.', retry: true },
  SERVER_DRAINING: { meaning: 'The server is about to stop; connect again in a moment.', retry: true },
  SERVER_FULL: { meaning: 'The server is at capacity; try again later.', retry: true },
} as const satisfies Record<string, ErrorEntry>;

/** An error code of the protocol. The catalogue is in protocol/README.md. */
export type ErrorCode = keyof typeof errors;

export const errorCodes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];
