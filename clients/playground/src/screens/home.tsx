// The games of this server, each with the form that makes a table.
import { Header } from '../parts/header.tsx';
import { Notice, Waiting } from '../parts/notice.tsx';
import type { Go } from '../state/route.ts';
import { fetchGames } from '../state/server.ts';
import { useAnswer } from '../state/use-answer.ts';
import { GameCard } from './game-card.tsx';

export function Home({ go }: { readonly go: Go }) {
  const games = useAnswer('games', fetchGames);
  return (
    <div class="page page-narrow">
      <Header go={go}>
        <a class="quiet" href="/">
          To the players' page
        </a>
      </Header>
      <main>
        <h1>Play any game, and look inside</h1>
        <p class="lead">
          Every seat side by side, the machine with its current state lit, the log of events, and a way back
          to each of them.
        </p>
        {games.error && (
          <Notice title="The games could not be loaded" text={games.error.message}>
            <button type="button" class="button button-main" onClick={games.again}>
              Try again
            </button>
          </Notice>
        )}
        {!games.value && !games.error && <Waiting text="Asking the server for its games …" />}
        {games.value?.length === 0 && <Waiting text="This server has no games." />}
        <ul class="games">
          {games.value?.map((game) => (
            <li key={game.name}>
              <GameCard game={game} go={go} />
            </li>
          ))}
        </ul>
      </main>
    </div>
  );
}
