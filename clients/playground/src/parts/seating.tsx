// Chooses for each seat of a new table: you, from this page, or a bot.

import { Labelled } from '../schema/labelled.tsx';
import type { SeatKind } from '../state/server.ts';
import { seatName } from '../words/events.ts';

type SeatingProps = {
  readonly seats: readonly SeatKind[];
  readonly onChange: (seats: readonly SeatKind[]) => void;
};

export function Seating({ seats, onChange }: SeatingProps) {
  const all = (kind: SeatKind) => () => onChange(seats.map(() => kind));
  return (
    <div class="seating">
      {seats.map((kind, seat) => (
        <Labelled key={seat} label={seatName(seat)}>
          {(id) => (
            <select
              id={id}
              value={kind}
              onChange={(event) => onChange(seats.with(seat, event.currentTarget.value as SeatKind))}
            >
              <option value="person">you</option>
              <option value="bot">a bot</option>
            </select>
          )}
        </Labelled>
      ))}
      <div class="buttons">
        <button type="button" class="button button-small" onClick={all('person')}>
          All you
        </button>
        <button type="button" class="button button-small" onClick={all('bot')}>
          All bots
        </button>
      </div>
    </div>
  );
}
