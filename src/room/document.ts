// The room document of each viewpoint, from a room's state and presence. Secrets go into `mine` alone (R7).
import type { Rules, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import type { RoomDocument } from '../protocol/index.ts';
import type { RoomViews } from './broadcaster.ts';
import type { Presence } from './members.ts';
import type { Holder, RoomState } from './state.ts';

const NO_SECRETS: readonly Json[] = [];

/**
 * The room as each viewpoint sees it. Parts that did not change are the same objects as in `before`, so that a diff
 * finds them equal without a walk. @throws GameFault
 */
export function renderDocuments(
  rules: Rules,
  state: RoomState,
  { presence, before }: { readonly presence: Presence; readonly before: RoomViews | undefined },
): RoomViews {
  const shared = sharedDocument(rules, state, presence, before?.shared);
  if (rules.game.secrets === undefined) return { shared, secrets: NO_SECRETS };
  return { shared, secrets: state.seats.map((_, seat) => secretsOf(rules, state, seat)) };
}

/** Whether both show the same members as connected. */
export function samePresence(before: RoomViews, after: RoomViews): boolean {
  const { seats, spectators } = before.shared;
  return (
    spectators === after.shared.spectators &&
    seats.length === after.shared.seats.length &&
    seats.every((holder, seat) => holder === after.shared.seats[seat])
  );
}

/** What all viewpoints share: the document with no one's secrets. */
function sharedDocument(
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

/** What this seat alone may see; null without secrets, and where the holder of the seat did not play this match. */
function secretsOf(rules: Rules, state: RoomState, seat: Seat): Json {
  const holder = state.seats[seat];
  if (state.play === null || !holder || holder.from > state.match) return null;
  return rules.secrets(state.play, seat);
}

/** The same array as before where no seat has changed, which is so at most moves. */
function seatsOf(state: RoomState, presence: Presence, before?: RoomDocument): RoomDocument['seats'] {
  const { seats } = state;
  const shown = before?.seats ?? [];
  const isSame = (holder: Holder | null, seat: number): boolean => shows(shown[seat], holder, presence);
  if (before !== undefined && seats.length === shown.length && seats.every(isSame)) return shown;
  return seats.map((holder, seat) => {
    const old = shown[seat];
    if (holder === null) return null;
    if (old && shows(old, holder, presence)) return old;
    return { name: holder.name, connected: isThere(holder, presence), bot: holder.bot !== null };
  });
}

const isThere = ({ bot, player }: Holder, presence: Presence): boolean =>
  bot !== null || presence.isConnected(player);

/** Whether a seat is shown as it is now. */
function shows(
  shown: RoomDocument['seats'][number] | undefined,
  holder: Holder | null,
  presence: Presence,
): boolean {
  if (holder === null || !shown) return shown === holder;
  return (
    shown.name === holder.name &&
    shown.bot === (holder.bot !== null) &&
    shown.connected === isThere(holder, presence)
  );
}
