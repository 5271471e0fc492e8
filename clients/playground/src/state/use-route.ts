// Where the page is, kept in step with the address bar and the back button.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { addressOf, parseRoute, type Route } from './route.ts';

export type Go = (route: Route) => void;

export function useRoute(): [Route, Go] {
  const [route, setRoute] = useState(() => parseRoute(location));

  useEffect(() => {
    const follow = () => setRoute(parseRoute(location));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);

  const go = useCallback<Go>((next) => {
    history.pushState(null, '', addressOf(next));
    setRoute(next);
    scrollTo(0, 0);
  }, []);

  return [route, go];
}
