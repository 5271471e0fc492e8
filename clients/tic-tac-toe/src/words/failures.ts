// A sentence and a next step for everything that can keep a player from a table.
import type { Failure } from '../state/failure.ts';
import type { EntryKind } from '../state/table.ts';

/** What the notice offers in addition to going back to the start. */
export type NextStep = 'watch' | 'again' | 'computer' | 'none';

export type Trouble = { readonly title: string; readonly text: string; readonly nextStep: NextStep };

const byCode: Partial<Record<Failure['code'], Trouble>> = {
  ROOM_FULL: {
    title: 'This table is full',
    text: 'Two are playing here already. You can watch them, or start a game of your own.',
    nextStep: 'watch',
  },
  SPECTATOR_LIMIT: {
    title: 'No room left to watch',
    text: 'This game has as many spectators as the server allows.',
    nextStep: 'again',
  },
  CODE_LIMIT: {
    title: 'Too many wrong codes',
    text: 'Codes are guarded against guessing. Wait a minute, then try again.',
    nextStep: 'again',
  },
  CREATE_LIMIT: {
    title: 'That was a lot of tables',
    text: 'You have opened many games in a short time. Wait a minute, then try again.',
    nextStep: 'none',
  },
  ROOM_LIMIT: {
    title: 'You are in too many games',
    text: 'Finish or leave one of your other games first.',
    nextStep: 'none',
  },
  RATE_LIMITED: {
    title: 'A little slower, please',
    text: 'The server received too many requests at once. Try again in a moment.',
    nextStep: 'again',
  },
  SERVER_FULL: {
    title: 'Every table is taken',
    text: 'The server cannot hold more games right now. Come back in a little while.',
    nextStep: 'again',
  },
  SERVER_DRAINING: {
    title: 'The server is about to restart',
    text: 'It takes no new games right now. Try again in a moment.',
    nextStep: 'again',
  },
  LOST: {
    title: 'The connection was lost',
    text: 'It is not certain that the server received your request. Try again.',
    nextStep: 'again',
  },
  UNKNOWN_GAME: {
    title: 'No tic-tac-toe here',
    text: 'This server only runs other games.',
    nextStep: 'none',
  },
};

/** Where the room is unknown, the likely cause depends on what the player wanted. */
const unknownRoom: Partial<Record<EntryKind, Trouble>> = {
  joining: {
    title: 'This link leads nowhere',
    text: 'The table has closed, or a letter of the code is wrong. Ask your friend for a new link.',
    nextStep: 'computer',
  },
  watching: {
    title: 'Nothing to watch here',
    text: 'This game is over, and the table has closed.',
    nextStep: 'none',
  },
};

/** For a room that has closed, while the players were there or while they were away. */
export const roomGone: Trouble = {
  title: 'This table is gone',
  text: 'The server no longer has this game: everyone left it, or the server was restarted.',
  nextStep: 'computer',
};

export const seatExpired: Trouble = {
  title: 'You were away too long',
  text: 'Your seat could not be kept any longer, so your opponent won.',
  nextStep: 'computer',
};

export const notRecorded: Trouble = {
  title: 'No game to watch here',
  text: 'It is not over yet, or it is too old: the server keeps only recent games.',
  nextStep: 'computer',
};

export const notReplayable: Trouble = {
  title: 'This game cannot be shown',
  text: 'The rules on this server have changed since it was played.',
  nextStep: 'computer',
};

export const unreachable = {
  title: 'The game could not be loaded',
  text: 'The server cannot be reached right now.',
};

export const nowhere: Trouble = {
  title: 'There is nothing here',
  text: 'This address belongs to no game. Part of the link may be missing.',
  nextStep: 'computer',
};

export function troubleOf({ code, message }: Failure, kind: EntryKind): Trouble {
  if (code === 'UNKNOWN_ROOM') return unknownRoom[kind] ?? roomGone;
  const known = byCode[code];
  // `follow` repeats what the address asks for. A table that a button asked for has no address yet.
  if (known) return known.nextStep === 'again' && !byLink(kind) ? { ...known, nextStep: 'none' } : known;
  return { title: 'That did not work', text: message, nextStep: byLink(kind) ? 'again' : 'none' };
}

/** Only what the address asked for can be repeated. */
function byLink(kind: EntryKind): boolean {
  return kind === 'joining' || kind === 'watching' || kind === 'returning';
}
