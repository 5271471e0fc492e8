// All rooms of this server, by id and by code; those that only the store has are loaded when they are asked for.
import { nanoid } from 'nanoid';
import { shiftedClock } from '../clock/index.ts';
import type { Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import {
  lastAt,
  Room,
  type RoomContext,
  type RoomEvent,
  type RoomObserver,
  type RoomSetup,
} from '../room/index.ts';
import type { Session } from '../session/index.ts';
import { type AppendOutcome, chain, FIRST_EPOCH, type MaybePromise, type Store } from '../store/index.ts';
import { createCode, readCode } from './room-code.ts';
import { RoomLoader } from './room-loader.ts';

type Held = { readonly id: string; readonly rules: Rules; readonly code: string; readonly since?: number };
type NewSetup = Omit<RoomSetup, 'game' | 'version' | 'code'>;

export type RoomRegistryOptions = {
  readonly games: ReadonlyMap<string, Rules>;
  readonly surroundings: RoomContext;
  readonly observers: readonly RoomObserver[];
  /** The session of one who holds a seat in a stored room. */
  readonly sessionOf: (player: string, name: string) => Session;
};

export class RoomRegistry {
  readonly #options: RoomRegistryOptions;
  readonly #byId = new Map<string, Room>();
  readonly #byCode = new Map<string, Room>();
  readonly #codes = new Map<Room, string>();
  readonly #stored: RoomLoader;
  readonly #observer: RoomObserver = {
    changed: (room) => {
      for (const observer of this.#options.observers) observer.changed(room);
    },
    closed: (room) => {
      this.#forget(room);
      for (const observer of this.#options.observers) observer.closed(room);
    },
  };

  constructor(options: RoomRegistryOptions) {
    this.#options = options;
    const { games, surroundings, sessionOf } = options;
    this.#stored = new RoomLoader({
      games,
      surroundings,
      take: ({ id, rules, code, stored, isMigrated }) => {
        const room = this.#hold({ id, rules, code, since: lastAt(stored) });
        room.adopt(stored, { sessionOf, isMigrated });
        // Bots alone would play for nobody; and who only watched is not in the log.
        if (room.size === 0) room.abandon();
        return this.#byId.get(id);
      },
      drop: (id) => {
        const room = this.#byId.get(id);
        room?.stop();
        if (room !== undefined) this.#forget(room);
      },
    });
  }

  get size(): number {
    return this.#byId.size + this.#stored.size;
  }

  /** Those in memory. */
  all(): Iterable<Room> {
    return this.#byId.values();
  }

  /** One in memory. */
  get(id: string): Room | undefined {
    return this.#byId.get(id);
  }

  /** One in memory or in the store; `set-aside`: kept, but not to be played. */
  find(id: string): MaybePromise<Room | 'set-aside' | undefined> {
    return this.#byId.get(id) ?? this.#stored.find(id);
  }

  /** A code says nothing of the id, so a room that is set aside has none. */
  byCode(typed: string): MaybePromise<Room | undefined> {
    const code = readCode(typed);
    return this.#byCode.get(code) ?? chain(this.#stored.bring(code), () => this.#byCode.get(code));
  }

  /** Loads all rooms in which this player may hold a seat, if they are not loaded yet. Never rejects. */
  bring(player: string): MaybePromise<void> {
    return this.#stored.bring(player);
  }

  /** Learns which rooms the store has; from then on they are found, and loaded one by one. */
  open(): Promise<void> {
    return this.#stored.open();
  }

  /**
   * A new room, open for commands at once: they wait in its inbox until it is stored.
   * What `enter` asks of it comes first, with nothing in between.
   */
  create(rules: Rules, setup: NewSetup, enter: (room: Room) => void = () => {}): Room {
    const code = this.#freeCode();
    const room = this.#hold({ id: nanoid(), rules, code });
    const { name: game, version } = rules.game;
    room.together(() => {
      room.open({ ...setup, game, version, code }, (stored) => {
        if (!stored) room.abandon();
      });
      enter(room);
    });
    return room;
  }

  /**
   * A new room with a past: `past` begins with who sits where, and may hold a match. Its log is written first, then
   * the room is loaded as any other is. Rejects where the store or the game does not take it.
   */
  async plant(rules: Rules, given: NewSetup, past: readonly [RoomEvent, ...RoomEvent[]]): Promise<Room> {
    const { store } = this.#options.surroundings;
    const { name: game, version } = rules.game;
    const setup = { ...given, game, version, code: this.#freeCode() };
    const id = nanoid();
    const outcome = await writtenLog(store, id, [{ type: 'opened', at: past[0].at, setup }, ...past]);
    const stored = outcome === 'stored' ? await store.claim(id) : null;
    if (stored === null) throw new Error(`the store did not take the past of a room: ${outcome}`);
    const room = this.#hold({ id, rules, code: setup.code });
    try {
      room.adopt(stored, { sessionOf: this.#options.sessionOf, isMigrated: false });
    } catch (error) {
      room.abandon();
      throw error;
    }
    return room;
  }

  /** Lets go of all rooms without a word: the process is about to end. */
  stop(): void {
    this.#stored.stop();
    for (const room of this.#byId.values()) room.stop();
    this.#byId.clear();
    this.#byCode.clear();
    this.#codes.clear();
  }

  /**
   * `since`: the last that the room's log knows of. Where the clock was set back meanwhile, the room's own time goes
   * on from there: else its deadlines would come late by as much.
   */
  #hold({ id, rules, code, since = 0 }: Held): Room {
    const { surroundings } = this.#options;
    const aheadMs = since - surroundings.clock.now();
    const clock = aheadMs > 0 ? shiftedClock(surroundings.clock, aheadMs) : surroundings.clock;
    const room = new Room(id, rules, { ...surroundings, clock, observer: this.#observer });
    this.#byId.set(id, room);
    this.#byCode.set(code, room);
    this.#codes.set(room, code);
    return room;
  }

  #freeCode(): string {
    for (;;) {
      const code = createCode();
      if (!this.#byCode.has(code) && !this.#stored.hasCode(code)) return code;
    }
  }

  #forget(room: Room): void {
    this.#byId.delete(room.id);
    this.#byCode.delete(this.#codes.get(room) ?? '');
    this.#codes.delete(room);
  }
}

// Writes the log of a room that nobody has opened yet: what it begins with, before it is loaded like any other.

/** Resolves with how the last entry fared: appends are settled in order, and none lands behind one that did not. */
export function writtenLog(store: Store, room: string, events: readonly RoomEvent[]): Promise<AppendOutcome> {
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
