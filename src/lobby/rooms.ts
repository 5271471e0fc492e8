// All rooms of this server, by id and by code. A room that is closed is out of here at once (R10).
import { nanoid } from 'nanoid';
import type { Rules } from '../game/index.ts';
import { Room, type RoomObserver, type RoomSetup, type RoomSurroundings } from '../room/index.ts';
import { createCode, readCode } from './code.ts';

export type RoomsOptions = {
  readonly surroundings: RoomSurroundings;
  readonly observers: readonly RoomObserver[];
};

export class Rooms {
  readonly #options: RoomsOptions;
  readonly #byId = new Map<string, Room>();
  readonly #byCode = new Map<string, Room>();
  readonly #codes = new Map<Room, string>();
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
  }

  get size(): number {
    return this.#byId.size;
  }

  all(): Iterable<Room> {
    return this.#byId.values();
  }

  get(id: string): Room | undefined {
    return this.#byId.get(id);
  }

  byCode(typed: string): Room | undefined {
    return this.#byCode.get(readCode(typed));
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
    const room = new Room(nanoid(), rules, { ...this.#options.surroundings, observer: this.#observer });
    const code = this.#freeCode();
    this.#byId.set(room.id, room);
    this.#byCode.set(code, room);
    this.#codes.set(room, code);
    const { name: game, version } = rules.game;
    room.together(() => {
      room.open({ ...setup, game, version, code }, (stored) => {
        if (!stored) room.abandon();
      });
      enter(room);
    });
    return room;
  }

  /** Ends all rooms without a word: the process is about to end. */
  stop(): void {
    for (const room of this.#byId.values()) room.stop();
    this.#byId.clear();
    this.#byCode.clear();
    this.#codes.clear();
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
