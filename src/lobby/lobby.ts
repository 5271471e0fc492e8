// Where players find each other: making and joining rooms, and the queues. What it refuses, it says why.
import type { Clock } from '../clock/index.ts';
import type { Rules, Seat } from '../game/index.ts';
import type { ClientPayload, ErrorCode } from '../protocol/index.ts';
import { FixedWindowLimiter, type RateLimiter } from '../rate-limit/index.ts';
import type { RoomRegistry } from '../registry/index.ts';
import type { Room } from '../room/index.ts';
import { Caller } from '../session/index.ts';
import { chain, type MaybePromise } from '../store/index.ts';
import type { LobbyLimits } from './limits.ts';
import type { Matchmaker, MatchRequest } from './matchmaker.ts';

export type LobbyOptions = {
  readonly clock: Clock;
  readonly games: ReadonlyMap<string, Rules>;
  readonly rooms: RoomRegistry;
  readonly queue: Matchmaker;
  /** The levels at which the house plays a game. */
  readonly levels: (game: string) => readonly string[];
  readonly limits: LobbyLimits;
  /** Makes no new rooms while true. */
  readonly draining: () => boolean;
};

type Refusal = { readonly code: ErrorCode; readonly path?: string };
type Wanted = MatchRequest & { readonly seats: number };

const FIND_LIMIT: Refusal = { code: 'FIND_LIMIT' };
const NO_SUCH_LEVEL: Refusal = { code: 'BAD_OPTIONS', path: 'payload.level' };

export class Lobby {
  readonly #options: LobbyOptions;
  readonly #created: RateLimiter<string>;
  readonly #found: RateLimiter<string>;
  readonly #wrongCodes: RateLimiter<string>;

  constructor(options: LobbyOptions) {
    this.#options = options;
    const { clock, limits } = options;
    this.#created = new FixedWindowLimiter(clock, { limit: limits.createdPerMinute });
    this.#found = new FixedWindowLimiter(clock, { limit: limits.findsPerMinute });
    this.#wrongCodes = new FixedWindowLimiter(clock, { limit: limits.wrongCodesPerMinute });
  }

  /** Quick match: waits until enough players want the same. */
  find(caller: Caller, { game, options }: ClientPayload<'match.find'>): void {
    const wanted = this.#wanted(game, options);
    const refusal = 'code' in wanted ? wanted : this.#mayNotFind(caller);
    if (refusal !== undefined || 'code' in wanted) refuse(caller, refusal);
    else {
      this.#options.queue.add(caller.session, wanted);
      caller.tell('queued', { game });
      this.#options.queue.run();
    }
  }

  cancel(caller: Caller): void {
    this.#options.queue.cancel(caller.session);
    caller.answer('ok', {});
  }

  create(caller: Caller, payload: ClientPayload<'room.create'>): void {
    const bots = payload.bots ?? 0;
    const wanted = this.#wanted(payload.game, payload.options, payload.seats);
    const forbidden = 'code' in wanted ? wanted : this.#mayNotCreate(caller, wanted, payload);
    // Nothing is awaited between this check and the making of the room: else many at once would all find a place.
    const refusal = forbidden ?? this.#noRoomFor(caller);
    if (refusal !== undefined || 'code' in wanted) {
      refuse(caller, refusal);
      return;
    }
    const unasked = new Caller(caller.session, caller.connection);
    this.#make(wanted, payload.visibility ?? 'public', (room) => {
      room.join(caller, 'player');
      for (let bot = 0; bot < bots; bot += 1) room.seatBot(unasked, payload.level);
    });
  }

  join(caller: Caller, payload: ClientPayload<'room.join'>): MaybePromise<void> {
    const { rooms } = this.#options;
    const found = 'code' in payload ? this.#byCode(caller, payload.code) : rooms.find(payload.room);
    return chain(found, (room) => this.#enter(caller, room, payload.as ?? 'player'));
  }

  /** Fills a free seat of a room with a bot. */
  addBot(caller: Caller, room: Room, level?: string): void {
    if (this.#isLevel(room.rules.game.name, level)) room.seatBot(caller, level);
    else refuse(caller, NO_SUCH_LEVEL);
  }

  /** A public room for players of the queue, by the game as it is now: it may have been replaced since they came. */
  makeFor({ rules, options }: MatchRequest): Room {
    const now = this.#wanted(rules.game.name, options);
    return this.#make('code' in now ? { rules, options, seats: rules.game.seats.min } : now, 'public');
  }

  #make(wanted: Wanted, visibility: 'public' | 'private', enter?: (room: Room) => void): Room {
    const { rules, options, seats } = wanted;
    return this.#options.rooms.create(rules, { options, visibility, seats }, enter);
  }

  #enter(caller: Caller, room: Room | 'limited' | 'set-aside' | undefined, as: 'player' | 'spectator'): void {
    if (room === 'limited') caller.refuse('CODE_LIMIT');
    else if (room === 'set-aside') caller.refuse('ROOM_SET_ASIDE');
    else if (room === undefined) caller.refuse('UNKNOWN_ROOM');
    else if (!caller.session.rooms.has(room.id) && this.#hasEnoughRooms(caller)) caller.refuse('ROOM_LIMIT');
    else room.join(caller, as);
  }

  async #byCode(caller: Caller, code: string): Promise<Room | 'limited' | undefined> {
    const { address } = caller.connection;
    // Only wrong codes count, but who has used up the tries gets no answer about right ones either (L3).
    // Taken before it is looked up: else many at once would all be looked up before the first counts.
    if (!this.#wrongCodes.take(address)) return 'limited';
    const room = await this.#options.rooms.byCode(code);
    if (room !== undefined) this.#wrongCodes.giveBack(address);
    return room;
  }

  #wanted(game: string, options: unknown, seats?: Seat): Wanted | Refusal {
    const rules = this.#options.games.get(game);
    if (rules === undefined) return { code: 'UNKNOWN_GAME', path: 'payload.game' };
    const checked = rules.checkOptions(options);
    if (!checked.ok)
      return { code: 'BAD_OPTIONS', path: ['payload.options', checked.path].filter(Boolean).join('.') };
    const { min, max } = rules.game.seats;
    const count = seats ?? min;
    if (count < min || count > max) return { code: 'BAD_OPTIONS', path: 'payload.seats' };
    return { rules, options: checked.options, seats: count };
  }

  #isLevel(game: string, level: string | undefined): boolean {
    return level === undefined || this.#options.levels(game).includes(level);
  }

  #mayNotCreate(
    caller: Caller,
    { seats }: Wanted,
    { game, bots = 0, level }: ClientPayload<'room.create'>,
  ): Refusal | undefined {
    // The maker takes a seat, so not every seat can be a bot's.
    if (bots >= seats) return { code: 'BAD_OPTIONS', path: 'payload.bots' };
    if (!this.#isLevel(game, level)) return NO_SUCH_LEVEL;
    return this.#created.take(caller.connection.address) ? undefined : { code: 'CREATE_LIMIT' };
  }

  #mayNotFind(caller: Caller): Refusal | undefined {
    if (this.#options.queue.has(caller.session)) return { code: 'ALREADY_QUEUED' };
    // Counted at once, as `cancel` takes a ticket back at once: neither may overtake the other.
    return this.#noRoomFor(caller) ?? (this.#found.take(caller.connection.address) ? undefined : FIND_LIMIT);
  }

  /** Who waits in a queue will be in one more room, unasked. */
  #hasEnoughRooms({ session }: Caller): boolean {
    const { queue, limits } = this.#options;
    return session.rooms.size + (queue.has(session) ? 1 : 0) >= limits.roomsPerPlayer;
  }

  #noRoomFor(caller: Caller): Refusal | undefined {
    const { draining, limits, rooms } = this.#options;
    if (draining()) return { code: 'SERVER_DRAINING' };
    if (this.#hasEnoughRooms(caller)) return { code: 'ROOM_LIMIT' };
    return rooms.size >= limits.rooms ? { code: 'SERVER_FULL' } : undefined;
  }
}

function refuse(caller: Caller, refusal: Refusal | undefined): void {
  if (refusal !== undefined) caller.refuse(refusal.code, { path: refusal.path });
}
