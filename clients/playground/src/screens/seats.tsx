// The seats of a table in order: played from this window, bots, or any seat as it was in the past.
import { PlayedSeat, type Refusal } from '../parts/played-seat.tsx';
import { WatchedSeat } from '../parts/watched-seat.tsx';
import type { Player } from '../state/player.ts';
import { addressOf } from '../state/route.ts';
import { fetchGames, type Step, type TableDocument } from '../state/server.ts';
import { useAnswer } from '../state/use-answer.ts';

type SeatsProps = {
  readonly room: string;
  readonly table: TableDocument;
  readonly players: readonly Player[];
  readonly step: Step | undefined;
  readonly before: Step | undefined;
  readonly isPast: boolean;
  readonly onRefused: (refusal: Refusal) => void;
};

export function Seats({ room, table, players, step, before, isPast, onRefused }: SeatsProps) {
  const games = useAnswer('games', fetchGames);
  const intents = games.value?.find(({ name }) => name === table.game)?.intents ?? {};
  return (
    <div class={isPast ? 'seats is-past' : 'seats'}>
      {table.seats.map((holder, seat) => {
        const player = players.find((one) => (one.seat ?? one.index) === seat);
        if (player && !isPast) {
          return (
            <PlayedSeat
              key={`player ${player.index}`}
              {...{ player, seat, intents, onRefused }}
              aside={<Alone room={room} player={player} />}
            />
          );
        }
        const state = isPast ? 'in the past' : stateOf(holder);
        const { secretive } = table;
        return step && <WatchedSeat key={`seat ${seat}`} {...{ seat, state, step, before, secretive }} />;
      })}
    </div>
  );
}

function stateOf(holder: TableDocument['seats'][number]): string {
  if (holder === null) return 'left';
  return holder.bot ? 'a bot' : 'played elsewhere';
}

function Alone({ room, player }: { readonly room: string; readonly player: Player }) {
  const label = `Open seat ${player.seat ?? player.index} in its own window`;
  const address = addressOf({ at: 'seat', room, player: player.index ?? 0 });
  return (
    <a class="alone" href={address} target="_blank" rel="noopener" title={label}>
      <span class="unseen">{label}</span>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M13 5h6v6M19 5l-8 8M9 6H6a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-3" />
      </svg>
    </a>
  );
}
