// From the address to the screen.
import { Header } from './parts/header.tsx';
import { LocalLink } from './parts/local-link.tsx';
import { Home } from './screens/home.tsx';
import { SeatAlone } from './screens/seat-alone.tsx';
import { TableScreen } from './screens/table.tsx';
import { useRoute } from './state/use-route.ts';

export function App() {
  const [route, go] = useRoute();
  switch (route.at) {
    case 'home':
      return <Home go={go} />;
    case 'table':
      // A table's state must not be carried over to the next one.
      return <TableScreen key={route.room} route={route} go={go} />;
    case 'seat':
      return <SeatAlone key={`${route.room}/${route.player}`} route={route} go={go} />;
    case 'nowhere':
      return (
        <div class="page page-narrow">
          <Header go={go} />
          <main>
            <h1>Nothing here</h1>
            <p class="lead">
              This address leads nowhere.{' '}
              <LocalLink to={{ at: 'home' }} go={go}>
                To the games
              </LocalLink>
            </p>
          </main>
        </div>
      );
  }
}
