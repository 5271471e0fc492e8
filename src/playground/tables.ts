// The tables that the playground has created. It can look into these and into no other room. Knows nothing of HTTP.
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { Rules } from '../game/index.ts';
import { type ErrorCode, errors } from '../protocol/index.ts';
import type { RoomRegistry } from '../registry/index.ts';
import { type Recording, type Room, type RoomObserver, type RoomSummary, replay } from '../room/index.ts';
import type { Sessions } from '../session/index.ts';
import { recordingUntil, roomLogOf, type SeatedPerson, Table, vacatedSeats } from './table.ts';

export type PlaygroundTablesOptions = {
  readonly clock: Clock;
  /** By the name of the game. */
  readonly games: ReadonlyMap<string, Rules>;
  readonly createRoom: RoomRegistry['createFromLog'];
  readonly guest: Sessions['guest'];
  /** For requests without a seed. */
  readonly createSeed: () => string;
  /** The server has reached its limit of rooms. */
  readonly isFull: () => boolean;
  /** No new tables while true. */
  readonly draining: () => boolean;
};

/** One entry for each seat. */
export type Seating = readonly ('person' | 'bot')[];

/** What an author asks for. */
export type TableRequest = {
  readonly game: string;
  readonly options?: unknown;
  readonly seed?: string | undefined;
  readonly seats: Seating;
};

/** A new table, and how its seats are played. */
export type CreatedTable = {
  readonly room: string;
  readonly code: string;
  /** One entry for each seat: the token of the session that plays it; null for a bot, and for a seat that was left. */
  readonly tokens: readonly (string | null)[];
};

/** Maximum number of tables: each keeps a whole match in memory, and more are of no use to an author. */
const MAX_TABLES = 200;

/** A table of bots has no grace time that could end, so it is closed if no spectator comes within this time. */
const UNWATCHED_MS = 30_000;

/** Creates tables, forks them, and finds them by the id of their room. */
export class PlaygroundTables implements RoomObserver {
  readonly #options: PlaygroundTablesOptions;
  readonly #tables = new Map<string, Table>();
  readonly #timers = new Map<string, CancelTimer>();
  #creating = 0;

  constructor(options: PlaygroundTablesOptions) {
    this.#options = options;
  }

  /** Undefined for a room that is not a table of the playground. */
  get(room: string): Table | undefined {
    return this.#tables.get(room);
  }

  /** Creates a private table whose match has begun. Rejects with PlaygroundError. */
  async create({
    game,
    options,
    seed = this.#options.createSeed(),
    seats,
  }: TableRequest): Promise<CreatedTable> {
    const rules = this.#options.games.get(game);
    if (rules === undefined) throw new PlaygroundError('UNKNOWN_GAME', { path: 'game' });
    const checked = rules.checkOptions(options);
    if (!checked.ok) {
      const path = ['options', checked.path].filter(Boolean).join('.');
      throw new PlaygroundError('BAD_OPTIONS', { path, message: checked.message });
    }
    const { min, max } = rules.game.seats;
    if (seats.length < min || seats.length > max) throw new PlaygroundError('BAD_OPTIONS', { path: 'seats' });
    const start: Recording = {
      ...{ format: 1 as const, game, version: rules.game.version, seats: seats.length },
      ...{ names: seats.map(nameOf), options: checked.options, seed },
      ...{ startedAt: this.#options.clock.now(), events: [] },
    };
    return this.#add(rules, start, seats);
  }

  /** Creates another table that goes on from a step of this one. Rejects with PlaygroundError. */
  async fork(id: string, { step, seats }: { step: number; seats: Seating }): Promise<CreatedTable> {
    const table = this.#tables.get(id);
    if (table === undefined) throw new PlaygroundError('UNKNOWN_ROOM');
    const recording = table.recordingAt(step);
    if (recording === undefined) throw new PlaygroundError('BAD_MESSAGE', { path: 'step' });
    if (seats.length !== recording.seats) throw new PlaygroundError('BAD_OPTIONS', { path: 'seats' });
    const past = recordingUntil(recording, step, this.#options.clock.now());
    return this.#add(table.room.rules, { ...past, names: seats.map(nameOf) }, seats);
  }

  changed({ room }: RoomSummary): void {
    this.#tables.get(room)?.record();
  }

  advanced(summary: RoomSummary): void {
    this.changed(summary);
  }

  closed(room: string): void {
    this.#tables.delete(room);
    this.#cancelTimer(room);
  }

  /** Cancels all timers. */
  stop(): void {
    for (const id of [...this.#timers.keys()]) this.#cancelTimer(id);
  }

  async #add(rules: Rules, past: Recording, seating: Seating): Promise<CreatedTable> {
    this.#assertCapacity();
    this.#creating += 1;
    try {
      validateRecording(rules, past);
      const left = vacatedSeats(past);
      const guests = await Promise.all(
        seating.map(async (kind, seat) => (kind === 'bot' ? null : this.#guest(nameOf(kind, seat)))),
      );
      const room = await this.#createRoom(rules, past, guests);
      return {
        ...{ room: room.id, code: room.state.setup.code },
        tokens: guests.map((guest, seat) => (left.has(seat) ? null : (guest?.token ?? null))),
      };
    } finally {
      this.#creating -= 1;
    }
  }

  #assertCapacity(): void {
    const { draining, isFull } = this.#options;
    if (draining()) throw new PlaygroundError('SERVER_DRAINING');
    if (isFull() || this.#tables.size + this.#creating >= MAX_TABLES)
      throw new PlaygroundError('SERVER_FULL');
  }

  async #guest(name: string): Promise<SeatedPerson & { readonly token: string }> {
    try {
      return { name, ...(await this.#options.guest(name)) };
    } catch {
      throw new PlaygroundError('STORE_FAILED');
    }
  }

  async #createRoom(rules: Rules, past: Recording, people: readonly (SeatedPerson | null)[]): Promise<Room> {
    const setup = { options: past.options, visibility: 'private', seats: past.seats } as const;
    const holders = people.map((one) => one && { player: one.player, name: one.name });
    const room = await this.#options.createRoom(rules, setup, roomLogOf(past, holders)).catch(() => {
      throw new PlaygroundError('STORE_FAILED');
    });
    this.#tables.set(room.id, new Table(room));
    if (room.members.size === 0) this.#closeUnlessWatched(room);
    return room;
  }

  #closeUnlessWatched(room: Room): void {
    const { clock } = this.#options;
    const check = (): void => {
      this.#cancelTimer(room.id);
      if (room.members.size === 0) room.close();
    };
    this.#timers.set(room.id, clock.at(clock.now() + UNWATCHED_MS, check));
  }

  #cancelTimer(id: string): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }
}

const nameOf = (kind: 'person' | 'bot', seat: number): string => (kind === 'bot' ? 'Robot' : `Seat ${seat}`);

/** Before anything is stored: a room whose game refuses its own recording could never be loaded. */
function validateRecording(rules: Rules, past: Recording): void {
  try {
    const { match } = replay(past, rules);
    rules.view(match);
    for (const seat of past.names.keys()) rules.secrets(match, seat);
  } catch (error) {
    throw new PlaygroundError('GAME_FAULT', {
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

export type PlaygroundErrorCode = Extract<
  ErrorCode,
  | 'BAD_MESSAGE'
  | 'BAD_OPTIONS'
  | 'CREATE_LIMIT'
  | 'GAME_FAULT'
  | 'SERVER_DRAINING'
  | 'SERVER_FULL'
  | 'STORE_FAILED'
  | 'UNKNOWN_GAME'
  | 'UNKNOWN_ROOM'
>;

/** A request that the playground refuses. The page shows it by its code. */
export class PlaygroundError extends Error {
  override readonly name = 'PlaygroundError';
  readonly code: PlaygroundErrorCode;
  /** The wrong part of the request, as `options.rounds`. */
  readonly path: string | undefined;

  constructor(
    code: PlaygroundErrorCode,
    details: { readonly path?: string; readonly message?: string } = {},
  ) {
    super(details.message ?? errors[code].meaning);
    this.code = code;
    this.path = details.path;
  }
}
