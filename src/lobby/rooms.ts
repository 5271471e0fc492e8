// All rooms of this server, by id and by code; those that only the store has are loaded when they are asked for.
import { nanoid } from 'nanoid';
import type { Rules } from '../game/index.ts';
import { Room, type RoomObserver, type RoomSetup, type RoomSurroundings } from '../room/index.ts';
import type { Session } from '../session/index.ts';
import type { Soon } from '../store/index.ts';
import { createCode, readCode } from './code.ts';
import { StoredRooms } from './stored-rooms.ts';

export type RoomsOptions = {
  readonly games: ReadonlyMap<string, Rules>;
  readonly surroundings: RoomSurroundings;
  readonly observers: readonly RoomObserver[];
  /** The session of one who holds a seat in a stored room. */
  readonly sessionOf: (player: string, name: string) => Session;
};

export class Rooms {
  readonly #options: RoomsOptions;
  readonly #byId = new Map<string, Room>();
  readonly #byCode = new Map<string, Room>();
  readonly #codes = new Map<Room, string>();
  readonly #stored: StoredRooms;
  readonly #observer: RoomObserver = {
    changed: (room) => {
      for (const observer of this.#options.observers) observer.changed(room);
    },
    closed: (room) => {
      this.#forget(room);
      for (const observer of this.#options.observers) observer.closed(room);
    },
  };

  constructor(options: RoomsOptions) {
    this.#options = options;
    const { games, surroundings, sessionOf } = options;
    this.#stored = new StoredRooms({
      games,
      surroundings,
      take: ({ id, rules, code, stored, isMigrated }) => {
        const room = this.#hold(id, rules, code);
        room.adopt(stored, { sessionOf, isMigrated });
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
  find(id: string): Soon<Room | 'set-aside' | undefined> {
    return this.#byId.get(id) ?? this.#stored.find(id);
  }

  byCode(typed: string): Room | undefined {
    return this.#byCode.get(readCode(typed));
  }

  /** Learns which rooms the store has; from then on they are found, and loaded one by one. */
  open(): Promise<void> {
    return this.#stored.open();
  }

  /** While stored rooms are still being loaded: resolves when all are. */
  get loading(): Promise<void> | undefined {
    return this.#stored.loading;
  }

  /**
   * A new room, open for commands at once: they wait in its inbox until it is stored.
   * What `enter` asks of it comes first, with nothing in between.
   */
  create(
    rules: Rules,
    setup: Omit<RoomSetup, 'game' | 'version' | 'code'>,
    enter: (room: Room) => void = () => {},
  ): Room {
    const code = this.#freeCode();
    const room = this.#hold(nanoid(), rules, code);
    const { name: game, version } = rules.game;
    room.together(() => {
      room.open({ ...setup, game, version, code }, (stored) => {
        if (!stored) room.abandon();
      });
      enter(room);
    });
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

  #hold(id: string, rules: Rules, code: string): Room {
    const room = new Room(id, rules, { ...this.#options.surroundings, observer: this.#observer });
    this.#byId.set(id, room);
    this.#byCode.set(code, room);
    this.#codes.set(room, code);
    return room;
  }

  #freeCode(): string {
    for (;;) {
      const code = createCode();
      if (!this.#byCode.has(code)) return code;
    }
  }

  #forget(room: Room): void {
    this.#byId.delete(room.id);
    this.#byCode.delete(this.#codes.get(room) ?? '');
    this.#codes.delete(room);
  }
}
