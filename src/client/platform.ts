// What the client takes from its platform, browser or Node: the page's address, sockets, timers, network events.
import type { ClientSocket, ConnectOptions } from './api.ts';

export type ClientClock = NonNullable<ConnectOptions['clock']>;

export const systemClock: ClientClock = {
  now: () => Date.now(),
  at(time, run) {
    const timer = setTimeout(run, Math.max(0, time - Date.now()));
    return () => clearTimeout(timer);
  },
};

/** `/ws` on the page's own origin. @throws TypeError where there is no page */
export function pageUrl(): string {
  if (!globalThis.location) throw new TypeError('connect() needs a url outside a browser.');
  return `${location.origin}/ws`;
}

export const openSocket = (url: string, protocol: string): ClientSocket =>
  new WebSocket(url, protocol) as unknown as ClientSocket;

/** Browsers slow down the timers of a hidden page, so silence proves nothing there. */
export const isHidden = (): boolean => globalThis.document?.visibilityState === 'hidden';

export type PlatformEvents = {
  /** The network went offline; the socket itself would only notice at its next time-out. */
  offline(): void;
  /** The network is back, or the page is visible again, perhaps after a long sleep. */
  online(): void;
};

/** Watches the network and the page, where the platform has them. Returns a function that ends the watch. */
export function watchPlatform({ offline, online }: PlatformEvents): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  globalThis.addEventListener?.('offline', offline, { signal });
  globalThis.addEventListener?.('online', online, { signal });
  globalThis.document?.addEventListener('visibilitychange', () => isHidden() || online(), { signal });
  return () => stop.abort();
}
