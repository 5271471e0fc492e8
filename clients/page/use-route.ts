// Keeps the page's route in step with the address bar and the back button.
import { useCallback, useEffect, useState } from 'preact/hooks';

export type GoTo<Route> = (route: Route, how?: 'push' | 'replace') => void;

export type Routes<Route> = {
  parse(location: Pick<Location, 'pathname' | 'search'>): Route;
  /** The path and, if there is one, the query. */
  addressOf(route: Route): string;
};

/** `routes` must be the same object at each drawing. */
export function useRoute<Route>(routes: Routes<Route>): [Route, GoTo<Route>] {
  const [route, setRoute] = useState(() => routes.parse(location));

  useEffect(() => {
    const follow = () => setRoute(routes.parse(location));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, [routes]);

  const go = useCallback<GoTo<Route>>(
    (next, how = 'push') => {
      const address = routes.addressOf(next);
      if (address !== location.pathname + location.search) {
        if (how === 'push') history.pushState(null, '', address);
        else history.replaceState(null, '', address);
      }
      setRoute(next);
    },
    [routes],
  );

  return [route, go];
}
