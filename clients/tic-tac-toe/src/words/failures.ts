// A sentence and a way on for everything that can keep a player from a table.
import type { Failure } from '../state/failure.ts';
import type { Errand } from '../state/table.ts';

/** What the notice offers besides going back to the start. */
export type WayOn = 'watch' | 'again' | 'computer' | 'none';

export type Trouble = { readonly title: string; readonly text: string; readonly wayOn: WayOn };

const byCode: Partial<Record<Failure['code'], Trouble>> = {
  ROOM_FULL: {
    title: 'This table is full',
    text: 'Two are playing here already. You can watch them, or start a game of your own.',
    wayOn: 'watch',
  },
  SPECTATOR_LIMIT: {
    title: 'No room left to watch',
    text: 'As many people are watching this game as the server allows.',
    wayOn: 'again',
  },
  CODE_LIMIT: {
    title: 'Too many wrong codes',
    text: 'Codes are guarded against guessing. Wait a minute, then try again.',
    wayOn: 'again',
  },
  CREATE_LIMIT: {
    title: 'That was a lot of tables',
    text: 'You have opened many games in a short time. Wait a minute, then try again.',
    wayOn: 'none',
  },
  ROOM_LIMIT: {
    title: 'You are in too many games',
    text: 'Finish or leave one of your other games first.',
    wayOn: 'none',
  },
  RATE_LIMITED: {
    title: 'A little slower, please',
    text: 'Too much was asked of the server at once. Try again in a moment.',
    wayOn: 'again',
  },
  SERVER_FULL: {
    title: 'Every table is taken',
    text: 'The server has as many games as it can hold. Come back in a little while.',
    wayOn: 'again',
  },
  SERVER_DRAINING: {
    title: 'The server is about to restart',
    text: 'It takes no new games just now. Try again in a moment.',
    wayOn: 'again',
  },
  LOST: {
    title: 'The connection broke off',
    text: 'It is not certain that the server heard you. Try again.',
    wayOn: 'again',
  },
  UNKNOWN_GAME: {
    title: 'No tic-tac-toe here',
    text: 'This server runs other games only.',
    wayOn: 'none',
  },
};

/** Where the room is unknown, the likely cause depends on how one came. */
const unknownRoom: Partial<Record<Errand, Trouble>> = {
  joining: {
    title: 'This link leads nowhere',
    text: 'The table has closed, or a letter of the code is wrong. Ask your friend for a new link.',
    wayOn: 'computer',
  },
  watching: { title: 'Nothing to watch here', text: 'This game is over and gone.', wayOn: 'none' },
};

/** For a room that vanished, under the players or while they were away. */
export const roomGone: Trouble = {
  title: 'This table is gone',
  text: 'The server does not have this game any more: everyone had left it, or a restart has ended it.',
  wayOn: 'computer',
};

export const seatExpired: Trouble = {
  title: 'You were away too long',
  text: 'Your seat could not be kept any longer, so the game went to the other side.',
  wayOn: 'computer',
};

export const notKept: Trouble = {
  title: 'No game to watch here',
  text: 'It is not over yet, or it was so long ago that the server has let it go.',
  wayOn: 'computer',
};

export const notReplayable: Trouble = {
  title: 'This game cannot be shown',
  text: 'The rules on this server are no longer those it was played by.',
  wayOn: 'computer',
};

export const unreachable = {
  title: 'The game did not arrive',
  text: 'The server could not be asked for it just now.',
};

export const nowhere: Trouble = {
  title: 'There is nothing here',
  text: 'This address belongs to no game. Part of the link may be missing.',
  wayOn: 'computer',
};

export function troubleOf({ code, message }: Failure, errand: Errand): Trouble {
  if (code === 'UNKNOWN_ROOM') return unknownRoom[errand] ?? roomGone;
  const known = byCode[code];
  // There is no seat to watch from when a table of one's own was asked for.
  if (known) return known.wayOn === 'again' && !byLink(errand) ? { ...known, wayOn: 'none' } : known;
  return { title: 'That did not work', text: message, wayOn: byLink(errand) ? 'again' : 'none' };
}

/** Only what the address asked for can be asked for again. */
function byLink(errand: Errand): boolean {
  return errand === 'joining' || errand === 'watching' || errand === 'returning';
}
