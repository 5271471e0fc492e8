// One seat in its own window, as its player sees it: without the machine and the other seats.
import { Header } from '../parts/header.tsx';
import { Notice } from '../parts/notice.tsx';
import { PlayedSeat } from '../parts/played-seat.tsx';
import { RouteLink } from '../parts/route-link.tsx';
import type { Go, Route } from '../state/route.ts';
import { fetchGames, type Outcome } from '../state/server.ts';
import { useAnswer } from '../state/use-answer.ts';
import { usePlayer } from '../state/use-players.ts';
import { outcomeText } from '../words/events.ts';

type SeatAloneProps = { readonly route: Extract<Route, { at: 'seat' }>; readonly go: Go };

export function SeatAlone({ route, go }: SeatAloneProps) {
  const player = usePlayer(route.room, route.player);
  const games = useAnswer('games', fetchGames);
  const document = player?.room?.document;
  const outcome = document?.outcome as Outcome | null | undefined;
  const game = games.value?.find(({ name }) => name === document?.game);
  return (
    <div class="page page-narrow">
      <Header go={go}>
        <RouteLink class="quiet" to={{ at: 'table', room: route.room }} go={go}>
          The whole table
        </RouteLink>
      </Header>
      <main>
        {player ? (
          <>
            <h1>{document?.game ?? 'A seat'}</h1>
            <p class="headline" role="status">
              {outcome && outcomeText(outcome)}
            </p>
            <PlayedSeat player={player} seat={player.seat ?? route.player} intents={game?.intents ?? {}} />
          </>
        ) : (
          <Notice
            isAll
            title="This seat is not yours to play"
            text="It is a bot's, or its table was made in another browser."
          />
        )}
      </main>
    </div>
  );
}
