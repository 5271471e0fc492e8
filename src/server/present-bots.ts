// The bots of the house as they are now: others take over in all rooms when the games have changed.
import type { HouseBots } from '../bots/index.ts';
import type { Room, RoomObserver } from '../room/index.ts';

export class PresentBots implements RoomObserver {
  readonly #create: () => HouseBots;
  #bots: HouseBots;

  constructor(create: () => HouseBots) {
    this.#create = create;
    this.#bots = create();
  }

  changed(room: Room): void {
    this.#bots.changed(room);
  }

  closed(room: Room): void {
    this.#bots.closed(room);
  }

  stop(): void {
    this.#bots.stop();
  }

  /** What the former ones thought is dropped, their thread with the modules that it knows included. */
  replace(rooms: Iterable<Room>): void {
    this.#bots.stop();
    this.#bots = this.#create();
    for (const room of rooms) this.#bots.changed(room);
  }
}
