// The tables that the playground has made, and may look into: these and no other room. Knows nothing of HTTP.
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
  /** Where none is wished for. */
  readonly createSeed: () => string;
  /** As many rooms as may be, all kinds together. */
  readonly isFull: () => boolean;
  /** Makes no new tables while true. */
  readonly draining: () => boolean;
};

export type Seating = readonly ('person' | 'bot')[];

export type TableRequest = {
  readonly game: string;
  readonly options?: unknown;
  readonly seed?: string | undefined;
  readonly seats: Seating;
};

/** `tokens`: by seat, the session that plays it; null for a bot, and a seat left before. */
export type CreatedTable = {
  readonly room: string;
  readonly code: string;
  readonly tokens: readonly (string | null)[];
};

/** A tool for authors: more at once is no use, and each keeps a whole match in memory. */
const MOST_TABLES = 200;

/** A table of bots alone has no seat that is given up in time, so it waits so long for somebody to watch. */
const UNWATCHED_MS = 30_000;

export class PlaygroundTables implements RoomObserver {
  readonly #options: PlaygroundTablesOptions;
  readonly #tables = new Map<string, Table>();
  readonly #unwatched = new Map<string, CancelTimer>();
  #making = 0;

  constructor(options: PlaygroundTablesOptions) {
    this.#options = options;
  }

  /** Undefined for every room that is not a table of the playground. */
  get(room: string): Table | undefined {
    return this.#tables.get(room);
  }

  /** A private table whose match has begun. @throws Refused */
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
    const beginning: Recording = {
      ...{ format: 1 as const, game, version: rules.game.version, seats: seats.length },
      ...{ names: seats.map(nameOf), options: checked.options, seed },
      ...{ startedAt: this.#options.clock.now(), events: [] },
    };
    return this.#set(rules, beginning, seats);
  }

  /** A new table that goes on from a step of this one; the old one stays as it is. @throws Refused */
  async fork(id: string, { step, seats }: { step: number; seats: Seating }): Promise<CreatedTable> {
    const table = this.#tables.get(id);
    if (table === undefined) throw new PlaygroundError('UNKNOWN_ROOM');
    const recording = table.recordingAt(step);
    if (recording === undefined) throw new PlaygroundError('BAD_MESSAGE', { path: 'step' });
    if (seats.length !== recording.seats) throw new PlaygroundError('BAD_OPTIONS', { path: 'seats' });
    const past = recordingUntil(recording, step, this.#options.clock.now());
    return this.#set(table.room.rules, { ...past, names: seats.map(nameOf) }, seats);
  }

  changed({ room }: RoomSummary): void {
    this.#tables.get(room)?.record();
  }

  advanced(summary: RoomSummary): void {
    this.changed(summary);
  }

  closed(room: string): void {
    this.#tables.delete(room);
    this.#watched(room);
  }

  /** Lets go of the timers. */
  stop(): void {
    for (const id of [...this.#unwatched.keys()]) this.#watched(id);
  }

  async #set(rules: Rules, past: Recording, seating: Seating): Promise<CreatedTable> {
    this.#findPlace();
    this.#making += 1;
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
      this.#making -= 1;
    }
  }

  #findPlace(): void {
    const { draining, isFull } = this.#options;
    if (draining()) throw new PlaygroundError('SERVER_DRAINING');
    if (isFull() || this.#tables.size + this.#making >= MOST_TABLES) throw new PlaygroundError('SERVER_FULL');
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
    if (room.members.size === 0) this.#expect(room);
    return room;
  }

  #expect(room: Room): void {
    const { clock } = this.#options;
    const look = (): void => {
      this.#watched(room.id);
      if (room.members.size === 0) room.close();
    };
    this.#unwatched.set(room.id, clock.at(clock.now() + UNWATCHED_MS, look));
  }

  #watched(id: string): void {
    this.#unwatched.get(id)?.();
    this.#unwatched.delete(id);
  }
}

const nameOf = (kind: 'person' | 'bot', seat: number): string => (kind === 'bot' ? 'Robot' : `Seat ${seat}`);

/** Before anything is stored: a game that does not take its own past would be a room that cannot be loaded. */
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

/** `path`: where in the request the mistake is, like `options.rounds`. */
export class PlaygroundError extends Error {
  override readonly name = 'Refused';
  readonly code: PlaygroundErrorCode;
  readonly path: string | undefined;

  constructor(
    code: PlaygroundErrorCode,
    because: { readonly path?: string; readonly message?: string } = {},
  ) {
    super(because.message ?? errors[code].meaning);
    this.code = code;
    this.path = because.path;
  }
}
