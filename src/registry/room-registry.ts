// All rooms of this server, by id and by code; rooms that are in the store alone are loaded on demand.
import { nanoid } from 'nanoid';
import { shiftedClock } from '../clock/index.ts';
import type { Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import { chain, type MaybePromise } from '../maybe-promise.ts';
import {
  lastAt,
  Room,
  type RoomContext,
  type RoomEvent,
  type RoomHandle,
  type RoomObserver,
  type RoomSetup,
} from '../room/index.ts';
import type { Session } from '../session/index.ts';
import { type AppendOutcome, FIRST_EPOCH, type Store } from '../store/index.ts';
import { createCode, readCode } from './room-code.ts';
import { RoomLoader } from './room-loader.ts';

type Held = { readonly id: string; readonly rules: Rules; readonly code: string; readonly since?: number };
type NewSetup = Omit<RoomSetup, 'game' | 'version' | 'code'>;

export type RoomRegistryOptions = {
  readonly games: ReadonlyMap<string, Rules>;
  readonly context: RoomContext;
  readonly observers: readonly RoomObserver[];
  /** The session of a player who holds a seat in a stored room. */
  readonly sessionOf: (player: string, name: string) => Session;
};

export class RoomRegistry {
  readonly #options: RoomRegistryOptions;
  readonly #byId = new Map<string, Room>();
  readonly #byCode = new Map<string, Room>();
  readonly #codes = new Map<string, string>();
  readonly #loader: RoomLoader;
  readonly #observer: RoomObserver = {
    changed: (summary) => {
      for (const observer of this.#options.observers) observer.changed?.(summary);
    },
    advanced: (summary) => {
      for (const observer of this.#onAdvanced) observer.advanced?.(summary);
    },
    matchFinished: (match) => {
      for (const observer of this.#options.observers) observer.matchFinished?.(match);
    },
    closed: (room) => {
      this.#remove(room);
      for (const observer of this.#options.observers) observer.closed?.(room);
    },
  };
  /** Nearly every change is a move, and few observers follow moves. */
  readonly #onAdvanced: readonly RoomObserver[];

  constructor(options: RoomRegistryOptions) {
    this.#options = options;
    this.#onAdvanced = options.observers.filter(({ advanced }) => advanced !== undefined);
    const { games, context, sessionOf } = options;
    this.#loader = new RoomLoader({
      games,
      context,
      take: ({ id, rules, code, stored, isMigrated }) => {
        const room = this.#hold({ id, rules, code, since: lastAt(stored) });
        room.adopt(stored, { sessionOf, isMigrated });
        // Bots alone would play for nobody, and spectators are not in the log.
        if (room.members.size === 0) room.close();
        return this.#byId.get(id);
      },
      drop: (id) => {
        const room = this.#byId.get(id);
        room?.stop();
        this.#remove(id);
      },
    });
  }

  get size(): number {
    return this.#byId.size + this.#loader.size;
  }

  /** The rooms in memory. */
  all(): Iterable<Room> {
    return this.#byId.values();
  }

  /** A room in memory. */
  get(id: string): Room | undefined {
    return this.#byId.get(id);
  }

  /** A room in memory or in the store; `set-aside`: kept, but it cannot be played. */
  find(id: string): MaybePromise<RoomHandle | 'set-aside' | undefined> {
    return this.#byId.get(id) ?? this.#loader.find(id);
  }

  /** The room of a code as it was typed. A room that is set aside is not found by its code. */
  byCode(typed: string): MaybePromise<RoomHandle | undefined> {
    const code = readCode(typed);
    return this.#byCode.get(code) ?? chain(this.#loader.loadNamed(code), () => this.#byCode.get(code));
  }

  /** Loads all rooms in which this player may hold a seat, if they are not loaded yet. Never rejects. */
  loadRoomsOf(player: string): MaybePromise<void> {
    return this.#loader.loadNamed(player);
  }

  /** Reads which rooms the store has; from then on they are found, and loaded one by one. */
  open(): Promise<void> {
    return this.#loader.open();
  }

  /**
   * A new room, which takes commands at once: they wait in its inbox until it is stored.
   * Commands that `enter` gives come first, with no other in between.
   */
  create(rules: Rules, setup: NewSetup, enter: (room: Room) => void = () => {}): Room {
    const code = this.#freeCode();
    const room = this.#hold({ id: nanoid(), rules, code });
    const { name: game, version } = rules.game;
    room.open({ ...setup, game, version, code }, () => enter(room));
    return room;
  }

  /**
   * A new room that begins with a given log: `past` seats its holders first, and may contain a match. The log is written
   * first, then the room is loaded as any other. Rejects where the store or the game does not take it.
   */
  async createFromLog(
    rules: Rules,
    given: NewSetup,
    past: readonly [RoomEvent, ...RoomEvent[]],
  ): Promise<Room> {
    const { store } = this.#options.context;
    const { name: game, version } = rules.game;
    const setup = { ...given, game, version, code: this.#freeCode() };
    const id = nanoid();
    const outcome = await writeLog(store, id, [{ type: 'opened', at: past[0].at, setup }, ...past]);
    const stored = outcome === 'stored' ? await store.claim(id) : null;
    if (stored === null) throw new Error(`the store did not take the past of a room: ${outcome}`);
    const room = this.#hold({ id, rules, code: setup.code });
    try {
      room.adopt(stored, { sessionOf: this.#options.sessionOf, isMigrated: false });
    } catch (error) {
      room.close();
      throw error;
    }
    return room;
  }

  /** Stops all rooms and sends nothing: the process is about to end. */
  stop(): void {
    this.#loader.stop();
    for (const room of this.#byId.values()) room.stop();
    this.#byId.clear();
    this.#byCode.clear();
    this.#codes.clear();
  }

  /**
   * `since`: the time of the last event in the room's log, epoch ms. Where the clock was set back meanwhile, the room's
   * own clock goes on from there; otherwise its deadlines would be late by the difference.
   */
  #hold({ id, rules, code, since = 0 }: Held): Room {
    const { context } = this.#options;
    const aheadMs = since - context.clock.now();
    const clock = aheadMs > 0 ? shiftedClock(context.clock, aheadMs) : context.clock;
    const room = new Room(id, rules, { ...context, clock, observer: this.#observer });
    this.#byId.set(id, room);
    this.#byCode.set(code, room);
    this.#codes.set(id, code);
    return room;
  }

  #freeCode(): string {
    for (;;) {
      const code = createCode();
      if (!this.#byCode.has(code) && !this.#loader.hasCode(code)) return code;
    }
  }

  #remove(id: string): void {
    this.#byId.delete(id);
    this.#byCode.delete(this.#codes.get(id) ?? '');
    this.#codes.delete(id);
  }
}

/**
 * Writes the log of a room that is not open yet. Resolves with the outcome of the last entry: appends are settled in
 * order, and none is stored after one that was not.
 */
function writeLog(store: Store, room: string, events: readonly RoomEvent[]): Promise<AppendOutcome> {
  const { promise, resolve } = Promise.withResolvers<AppendOutcome>();
  for (const [expected, event] of events.entries()) {
    const revision = expected + 1;
    store.append(
      { room, epoch: FIRST_EPOCH, expected },
      { revision, event: event as Json },
      (outcome) => void (revision === events.length && resolve(outcome)),
    );
  }
  return promise;
}
