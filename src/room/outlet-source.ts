// What a room's outlet may look at: its ledger and its members, always as they are now.
import type { Ledger } from './ledger.ts';
import type { Members } from './members.ts';
import type { OutletSource } from './outlet.ts';

export function outletSource(ledger: Ledger, members: Members): OutletSource {
  return {
    room: ledger.room,
    secretive: ledger.rules.game.secrets !== undefined,
    get epoch() {
      return ledger.epoch;
    },
    get revision() {
      return ledger.revision;
    },
    members: () => members.all(),
    seq: ({ seat }) => (seat === null ? 0 : (ledger.state.seats[seat]?.seq ?? 0)),
  };
}
