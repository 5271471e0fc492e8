// Chooses the screen by the address.
import { useRoute } from '../../page/use-route.ts';
import { Header } from './parts/header.tsx';
import { RouteLink } from './parts/route-link.tsx';
import { Home } from './screens/home.tsx';
import { SeatAlone } from './screens/seat-alone.tsx';
import { TableScreen } from './screens/table.tsx';
import { type Go, routes } from './state/route.ts';

export function App() {
  const [route, goTo] = useRoute(routes);
  const go: Go = (next) => {
    goTo(next);
    scrollTo(0, 0);
  };
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
              <RouteLink to={{ at: 'home' }} go={go}>
                To the games
              </RouteLink>
            </p>
          </main>
        </div>
      );
  }
}
