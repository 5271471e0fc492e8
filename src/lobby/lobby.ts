// Where players find each other: creating and joining rooms, and quick match. Says why where it refuses.
import type { Clock } from '../clock/index.ts';
import type { Rules } from '../game/index.ts';
import { chain, type MaybePromise } from '../maybe-promise.ts';
import type { ClientPayload } from '../protocol/index.ts';
import { FixedWindowLimiter, type RateLimiter } from '../rate-limit/index.ts';
import type { RoomRegistry } from '../registry/index.ts';
import {
  type CommandOutcome,
  type JoinOutcome,
  type Refusal,
  type RoomHandle,
  type RoomLogger,
  refused,
} from '../room/index.ts';
import { Caller } from '../session/index.ts';
import type { LobbyLimits } from './limits.ts';
import type { Matchmaker, MatchRequest } from './matchmaker.ts';

export type LobbyOptions = {
  readonly clock: Clock;
  readonly games: ReadonlyMap<string, Rules>;
  readonly rooms: RoomRegistry;
  readonly matchmaker: Matchmaker;
  /** The levels at which the server's bots play a game. */
  readonly levels: (game: string) => readonly string[];
  readonly limits: LobbyLimits;
  readonly log: Pick<RoomLogger, 'error'>;
  /** Makes no new rooms while true. */
  readonly draining: () => boolean;
};

type RoomRequest = MatchRequest & { readonly seats: number };

const UNKNOWN_LEVEL = refused('BAD_OPTIONS', { path: 'payload.level' });

export class Lobby {
  readonly #options: LobbyOptions;
  readonly #createLimit: RateLimiter<string>;
  readonly #findLimit: RateLimiter<string>;
  readonly #wrongCodeLimit: RateLimiter<string>;

  constructor(options: LobbyOptions) {
    this.#options = options;
    const { clock, limits } = options;
    this.#createLimit = new FixedWindowLimiter(clock, { limit: limits.createdPerMinute });
    this.#findLimit = new FixedWindowLimiter(clock, { limit: limits.findsPerMinute });
    this.#wrongCodeLimit = new FixedWindowLimiter(clock, { limit: limits.wrongCodesPerMinute });
  }

  /** Quick match: waits until enough players want the same. Answers `queued`. */
  find(caller: Caller, { game, options }: ClientPayload<'match.find'>): CommandOutcome {
    const request = this.#checked(game, options);
    if ('status' in request) return request;
    const refusal = this.#refuseFind(caller);
    if (refusal !== undefined) return refusal;
    this.#options.matchmaker.add(caller.session, request);
    caller.send('queued', { game });
    this.#options.matchmaker.run();
    return { status: 'done' };
  }

  cancel(caller: Caller): void {
    this.#options.matchmaker.cancel(caller.session);
    caller.answer('ok', {});
  }

  /** The maker takes a seat, and bots the next ones. */
  create(caller: Caller, payload: ClientPayload<'room.create'>): MaybePromise<CommandOutcome | JoinOutcome> {
    const request = this.#checked(payload.game, payload.options, payload.seats);
    if ('status' in request) return request;
    // Nothing is awaited between these checks and the making of the room: many at once would all find a place.
    const refusal = this.#refuseCreate(caller, request, payload) ?? this.#refuseNewRoom(caller);
    if (refusal !== undefined) return refusal;
    let joined: MaybePromise<JoinOutcome> = refused('SERVER_FAULT');
    this.#make(request, payload.visibility ?? 'public', (room) => {
      joined = room.join(caller, 'player');
      this.#seatBots(caller, room, payload);
    });
    return joined;
  }

  join(
    caller: Caller,
    { as = 'player', ...where }: ClientPayload<'room.join'>,
  ): MaybePromise<CommandOutcome | JoinOutcome> {
    const found: MaybePromise<RoomHandle | 'limited' | 'set-aside' | undefined> =
      'code' in where ? this.#byCode(caller, where.code) : this.#options.rooms.find(where.room);
    return chain(found, (room) => {
      if (room === 'limited') return refused('CODE_LIMIT');
      if (room === 'set-aside') return refused('ROOM_SET_ASIDE');
      if (room === undefined) return refused('UNKNOWN_ROOM');
      const isNew = !caller.session.isCounted(room.id);
      return isNew && this.#isInEnoughRooms(caller) ? refused('ROOM_LIMIT') : room.join(caller, as);
    });
  }

  /** Fills a free seat of a room with a bot. */
  addBot(caller: Caller, room: RoomHandle, level?: string): MaybePromise<CommandOutcome> {
    return this.#isLevel(room.game, level) ? room.seatBot(caller, level) : UNKNOWN_LEVEL;
  }

  /** A public room for a quick match, with the game as it is now: it may have been replaced since the request. */
  makeFor({ rules, options }: MatchRequest): RoomHandle {
    const now = this.#checked(rules.game.name, options);
    return this.#make('status' in now ? { rules, options, seats: rules.game.seats.min } : now, 'public');
  }

  #make(
    { rules, options, seats }: RoomRequest,
    visibility: 'public' | 'private',
    enter?: (room: RoomHandle) => void,
  ): RoomHandle {
    return this.#options.rooms.create(rules, { options, visibility, seats }, enter);
  }

  /** The answer to the maker is `joined`; a bot that gets no seat is reported without a ref. */
  #seatBots({ session, connection }: Caller, room: RoomHandle, payload: ClientPayload<'room.create'>): void {
    const caller = new Caller(session, connection);
    for (let bot = 0; bot < (payload.bots ?? 0); bot += 1) {
      const seated = chain(room.seatBot(caller, payload.level), (outcome) => {
        if (outcome.status === 'refused') caller.refuse(outcome.code);
      });
      if (!(seated instanceof Promise)) continue;
      seated.catch((err: unknown) => {
        this.#options.log.error({ room: room.id, err }, 'a bot could not be seated');
        caller.refuse('SERVER_FAULT');
      });
    }
  }

  async #byCode(caller: Caller, code: string): Promise<RoomHandle | 'limited' | undefined> {
    const { address } = caller.connection;
    // Only wrong codes count, but once the tries are used up, right codes are not answered either (L3).
    // Counted before the look-up: many at once would all be looked up before the first one counts.
    if (!this.#wrongCodeLimit.take(address)) return 'limited';
    const room = await this.#options.rooms.byCode(code);
    if (room !== undefined) this.#wrongCodeLimit.giveBack(address);
    return room;
  }

  #checked(game: string, options: unknown, seats?: number): RoomRequest | Refusal {
    const rules = this.#options.games.get(game);
    if (rules === undefined) return refused('UNKNOWN_GAME', { path: 'payload.game' });
    const checked = rules.checkOptions(options);
    if (!checked.ok) {
      const path = ['payload.options', checked.path].filter(Boolean).join('.');
      return refused('BAD_OPTIONS', { path });
    }
    const { min, max } = rules.game.seats;
    const count = seats ?? min;
    if (count < min || count > max) return refused('BAD_OPTIONS', { path: 'payload.seats' });
    return { rules, options: checked.options, seats: count };
  }

  #isLevel(game: string, level: string | undefined): boolean {
    return level === undefined || this.#options.levels(game).includes(level);
  }

  #refuseCreate(
    caller: Caller,
    { seats }: RoomRequest,
    { game, bots = 0, level }: ClientPayload<'room.create'>,
  ): Refusal | undefined {
    // The maker takes a seat, so bots cannot have all of them.
    if (bots >= seats) return refused('BAD_OPTIONS', { path: 'payload.bots' });
    if (!this.#isLevel(game, level)) return UNKNOWN_LEVEL;
    return this.#createLimit.take(caller.connection.address) ? undefined : refused('CREATE_LIMIT');
  }

  #refuseFind(caller: Caller): Refusal | undefined {
    if (this.#options.matchmaker.has(caller.session)) return refused('ALREADY_QUEUED');
    const refusal = this.#refuseNewRoom(caller);
    if (refusal !== undefined) return refusal;
    return this.#findLimit.take(caller.connection.address) ? undefined : refused('FIND_LIMIT');
  }

  /** A player in a queue will be in one more room. */
  #isInEnoughRooms({ session }: Caller): boolean {
    const { matchmaker, limits } = this.#options;
    return session.roomCount + (matchmaker.has(session) ? 1 : 0) >= limits.roomsPerPlayer;
  }

  #refuseNewRoom(caller: Caller): Refusal | undefined {
    const { draining, limits, rooms } = this.#options;
    if (draining()) return refused('SERVER_DRAINING');
    if (this.#isInEnoughRooms(caller)) return refused('ROOM_LIMIT');
    return rooms.size >= limits.rooms ? refused('SERVER_FULL') : undefined;
  }
}
