// The one catalogue of error codes: what each means, and whether the same client may try the same again.

import type { CloseName } from './closes.ts';

type ErrorEntry = {
  readonly meaning: string;
  /** May the same message succeed later, unchanged? */
  readonly retry: boolean;
  /** No error closes by itself; a client that goes on provoking this one is closed so. */
  readonly close?: CloseName;
};

export const errors = {
  BAD_JSON: {
    meaning: 'The frame is not one JSON value within the size and depth allowed.',
    retry: false,
    close: 'badMessages',
  },
  BAD_MESSAGE: {
    meaning: 'The message does not fit the schema of its type; path says where.',
    retry: false,
    close: 'badMessages',
  },
  UNKNOWN_TYPE: { meaning: 'There is no message of this type.', retry: false, close: 'badMessages' },
  HELLO_REQUIRED: { meaning: 'The first message must be hello, and it comes once.', retry: false },
  BAD_TOKEN: { meaning: 'The token is not one of this server; say hello without it.', retry: false },
  UNSUPPORTED_PROTOCOL: { meaning: 'This server speaks another version of the protocol.', retry: false },
  BAD_NAME: { meaning: 'Nothing readable is left of the name.', retry: false },
  SESSION_LIMIT: { meaning: 'Too many new sessions from this address; wait a minute.', retry: true },
  RATE_LIMITED: {
    meaning: 'Too many messages in too short a time; slower.',
    retry: true,
    close: 'tooManyMessages',
  },
  UNKNOWN_GAME: { meaning: 'This server has no game of that name.', retry: false },
  BAD_OPTIONS: {
    meaning: 'The options, the seats or the level are none that the game allows.',
    retry: false,
  },
  UNKNOWN_ROOM: { meaning: 'There is no such room, or no more.', retry: false },
  CODE_LIMIT: { meaning: 'Too many wrong room codes from this address; wait a minute.', retry: true },
  ROOM_FULL: { meaning: 'No seat is free; watching may be possible.', retry: true },
  SPECTATOR_LIMIT: { meaning: 'As many watch this room as may.', retry: true },
  ROOM_LIMIT: { meaning: 'You are in as many rooms as a player may be.', retry: true },
  CREATE_LIMIT: { meaning: 'Too many rooms made in too short a time; wait a minute.', retry: true },
  FIND_LIMIT: {
    meaning: 'Too many quick matches asked for from this address; wait a minute.',
    retry: true,
  },
  ROOM_BUSY: { meaning: "The room's inbox is full; try again in a moment.", retry: true },
  NOT_A_MEMBER: { meaning: 'You are not in this room; join it first.', retry: false },
  NOT_A_PLAYER: { meaning: 'Only who holds a seat may do this.', retry: false },
  ALREADY_QUEUED: { meaning: 'You are already waiting for a match; cancel that first.', retry: false },
  MATCH_NOT_PLAYING: { meaning: 'No match is being played here now.', retry: true },
  MATCH_NOT_FINISHED: { meaning: 'A rematch can be offered once the match has ended.', retry: true },
  BAD_INTENT: { meaning: "The intent does not fit the game's schema.", retry: false },
  INTENT_ILLEGAL: {
    meaning: "The game cannot take this intent now; reason names the machine's guard.",
    retry: true,
  },
  ROOM_SET_ASIDE: {
    meaning: 'The room is kept but cannot go on: its game is not served here as it was when it began.',
    retry: true,
  },
  STALE_SEQ: { meaning: 'A later intent of this seat has already been accepted.', retry: false },
  GAME_FAULT: { meaning: 'The game itself failed at this; the state is as it was.', retry: false },
  STORE_FAILED: { meaning: 'The change could not be stored, so it was not made.', retry: true },
  SERVER_FAULT: { meaning: 'Something went wrong on our side; it has been logged.', retry: true },
  SERVER_DRAINING: { meaning: 'The server is about to stop; come back in a moment.', retry: true },
  SERVER_FULL: { meaning: 'The server holds as much as it may; come back later.', retry: true },
} as const satisfies Record<string, ErrorEntry>;

/** An error code of the protocol. The catalogue is in protocol/README.md. */
export type ErrorCode = keyof typeof errors;

export const errorCodes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];
