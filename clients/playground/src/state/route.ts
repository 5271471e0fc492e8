// The playground's three addresses, read and written. Never touches the browser's history.
import type { Routes } from '../../../page/use-route.ts';

const ROOT = '/playground/';

export type Route =
  | { readonly at: 'home' }
  /** `from`: the table and the step that this one continues from. */
  | { readonly at: 'table'; readonly room: string; readonly from?: { room: string; step: number } }
  /** One seat in its own window. `player`: the seat it had at first. */
  | { readonly at: 'seat'; readonly room: string; readonly player: number }
  | { readonly at: 'nowhere' };

export type Go = (route: Route) => void;

function parseRoute({ pathname, search }: Pick<Location, 'pathname' | 'search'>): Route {
  const [at, room, seat, player, ...more] = pathname
    .replace(ROOT, '')
    .split('/')
    .filter((part) => part !== '');
  if (at === undefined) return { at: 'home' };
  if (at !== 'table' || room === undefined || more.length > 0) return { at: 'nowhere' };
  if (seat === undefined) return { at: 'table', room, ...originIn(search) };
  const isSeat = seat === 'seat' && player !== undefined && /^\d{1,3}$/.test(player);
  return isSeat ? { at: 'seat', room, player: Number(player) } : { at: 'nowhere' };
}

export function addressOf(route: Route): string {
  switch (route.at) {
    case 'table': {
      const { room, from } = route;
      return `${ROOT}table/${room}${from ? `?from=${from.room}&step=${from.step}` : ''}`;
    }
    case 'seat':
      return `${ROOT}table/${route.room}/seat/${route.player}`;
    default:
      return ROOT;
  }
}

export const routes: Routes<Route> = { parse: parseRoute, addressOf };

function originIn(search: string): { from?: { room: string; step: number } } {
  const given = new URLSearchParams(search);
  const room = given.get('from');
  const step = given.get('step');
  if (!room || !/^[\w-]{1,64}$/.test(room) || !step || !/^\d{1,6}$/.test(step)) return {};
  return { from: { room, step: Number(step) } };
}
