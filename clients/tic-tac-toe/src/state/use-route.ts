// Where the page is, kept in step with the address bar and the back button.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { parseRoute, pathOf, type Route } from './route.ts';

export type Go = (route: Route, how?: 'push' | 'replace') => void;

export function useRoute(): [Route, Go] {
  const [route, setRoute] = useState(() => parseRoute(location.pathname));

  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.pathname));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);

  const go = useCallback<Go>((next, how = 'push') => {
    if (pathOf(next) !== location.pathname) {
      if (how === 'push') history.pushState(null, '', pathOf(next));
      else history.replaceState(null, '', pathOf(next));
    }
    setRoute(next);
  }, []);

  return [route, go];
}
