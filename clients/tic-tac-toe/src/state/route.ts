// The page's five addresses, read and written. Never touches the browser's history.
import type { GoTo, Routes } from '../../../page/use-route.ts';

export type Route =
  | { readonly at: 'start' }
  /** A friend's link. */
  | { readonly at: 'join'; readonly code: string }
  /** A spectator's link. */
  | { readonly at: 'watch'; readonly room: string }
  /** The player's own seat, so that a reload returns to it. */
  | { readonly at: 'room'; readonly room: string }
  /** A finished match, to be watched again. */
  | { readonly at: 'match'; readonly match: string }
  | { readonly at: 'nowhere' };

export type Go = GoTo<Route>;

/** The route of a room that this tab is in. */
export function seatAt(room: { readonly id: string; readonly seat: number | null }): Route {
  return { at: room.seat === null ? 'watch' : 'room', room: room.id };
}

function parseRoute(path: string): Route {
  const [at, name, ...more] = path.split('/').filter((part) => part !== '');
  if (at === undefined) return { at: 'start' };
  if (name === undefined || more.length > 0) return { at: 'nowhere' };
  const text = readable(name);
  if (text === null) return { at: 'nowhere' };
  if (at === 'join') return { at, code: text };
  if (at === 'watch' || at === 'room') return { at, room: text };
  if (at === 'match') return { at, match: text };
  return { at: 'nowhere' };
}

export function pathOf(route: Route): string {
  switch (route.at) {
    case 'join':
      return `/join/${encodeURIComponent(route.code)}`;
    case 'watch':
    case 'room':
      return `/${route.at}/${encodeURIComponent(route.room)}`;
    case 'match':
      return `/match/${encodeURIComponent(route.match)}`;
    default:
      return '/';
  }
}

export const routes: Routes<Route> = {
  parse: ({ pathname }) => parseRoute(pathname),
  addressOf: pathOf,
};

/** decodeURIComponent throws on half an escape, as in a link cut off by a mail program. */
function readable(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
