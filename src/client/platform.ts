// What the client takes from where it runs, browser or Node: the page's address, sockets, time, the network's state.
import type { ClientSocket, ConnectOptions } from './api.ts';

export type ClientClock = NonNullable<ConnectOptions['clock']>;

export const systemClock: ClientClock = {
  now: () => Date.now(),
  at(time, run) {
    const timer = setTimeout(run, Math.max(0, time - Date.now()));
    return () => clearTimeout(timer);
  },
};

/** On the page's own origin; throws where there is no page. */
export function pageUrl(): string {
  if (!globalThis.location) throw new TypeError('connect() needs a url here');
  return `${location.origin}/ws`;
}

export const openSocket = (url: string, protocol: string): ClientSocket =>
  new WebSocket(url, protocol) as unknown as ClientSocket;

/** Browsers slow the timers of a hidden page down, so silence there proves nothing. */
export const isHidden = (): boolean => globalThis.document?.visibilityState === 'hidden';

export type PlatformEvents = {
  /** The network is; the socket would only find out at its next time-out. */
  offline(): void;
  /** The network is, or the page can be seen again, perhaps after a long sleep. */
  online(): void;
};

/** Watches the network and the page, where there are such things. Returns what stops that. */
export function watchPlatform({ offline, online }: PlatformEvents): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  globalThis.addEventListener?.('offline', offline, { signal });
  globalThis.addEventListener?.('online', online, { signal });
  globalThis.document?.addEventListener('visibilitychange', () => isHidden() || online(), { signal });
  return () => stop.abort();
}
