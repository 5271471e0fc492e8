// What a room's outlet may look at: its ledger and its members, always as they are now.

import type { BroadcastSource } from './broadcaster.ts';
import type { Member, Members } from './members.ts';
import type { RoomLog } from './room-log.ts';

/** A class, not a literal with getters, of which V8 makes a table and functions for each room: 0.8 KB of them. */
export class RoomSource implements BroadcastSource {
  readonly room: string;
  readonly secretive: boolean;
  readonly #ledger: RoomLog;
  readonly #members: Members;

  constructor(ledger: RoomLog, members: Members) {
    this.room = ledger.room;
    this.secretive = ledger.rules.game.secrets !== undefined;
    this.#ledger = ledger;
    this.#members = members;
  }

  get epoch(): number {
    return this.#ledger.epoch;
  }

  get revision(): number {
    return this.#ledger.revision;
  }

  members(): Iterable<Member> {
    return this.#members.all();
  }

  seq({ seat }: Member): number {
    return seat === null ? 0 : (this.#ledger.state.seats[seat]?.seq ?? 0);
  }
}
