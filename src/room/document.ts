// The room document of each viewpoint, from a room's state and presence. Secrets go into `mine` alone (R7).
import type { Rules, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { RoomDocument } from '../protocol/index.ts';
import type { RoomState } from './state.ts';

/** Who is there now: not part of the log, so kept beside it. */
export type Presence = {
  isConnected(player: string): boolean;
  /** How many watch; told with a short delay, so that a crowd coming in is not told one by one. */
  readonly spectators: number;
};

/**
 * What all viewpoints share: the document with no one's secrets. Parts that did not change
 * are taken over from `before`, so that a diff finds them equal at a glance. @throws GameFault
 */
export function sharedDocument(
  rules: Rules,
  state: RoomState,
  presence: Presence,
  before?: RoomDocument,
): RoomDocument {
  const { setup, status, match, play, outcome, rematch } = state;
  return {
    game: setup.game,
    code: setup.code,
    visibility: setup.visibility,
    options: setup.options,
    status,
    match,
    seats: seatsOf(state, presence, before),
    spectators: presence.spectators,
    view: play === null ? null : rules.view(play),
    mine: null,
    deadlines:
      status !== 'playing' || play === null ? [] : play.deadlines.map(({ name, at }) => ({ name, at })),
    outcome,
    rematch,
  };
}

/** What this seat alone may see besides; null without. @throws GameFault */
export function secretsOf(rules: Rules, state: RoomState, seat: Seat | null): Json {
  return seat === null || state.play === null ? null : rules.secrets(state.play, seat);
}

function seatsOf(state: RoomState, presence: Presence, before?: RoomDocument): RoomDocument['seats'] {
  return state.seats.map((holder, seat) => {
    if (holder === null) return null;
    const bot = holder.bot !== null;
    const connected = bot || presence.isConnected(holder.player);
    const old = before?.seats[seat];
    const same = old?.name === holder.name && old.connected === connected && old.bot === bot;
    return same ? old : { name: holder.name, connected, bot };
  });
}
