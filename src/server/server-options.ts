// What createServer takes and what it returns.
import type { RequestListener, Server } from 'node:http';
import type { Clock } from '../clock/index.ts';
import type { AllowedOrigins, Authenticate, Socket } from '../connection/index.ts';
import type { EngineName, Game } from '../game/index.ts';
import type { Gauges } from '../http/index.ts';
import type { Storage } from '../store/index.ts';
import type { ServerLimits } from './limits.ts';
import type { ServerLog } from './log.ts';
import type { GameBotsByName } from './served-games.ts';

/** The options of `createServer`. Only `games` is required. */
export type ServerOptions = {
  /** The games to serve, as `defineGame` returns them. Names must differ. */
  readonly games: readonly Game[];
  /** The strategies of bots, by the name of the game. A game without one is played by random legal intents. */
  readonly bots?: GameBotsByName;
  /** How long a bot waits before it acts, in ms. Default: 600. */
  readonly botThinkMs?: number;
  /**
   * Where rooms, sessions and finished matches are stored. Default: `memoryStorage()`, so that a restart ends all rooms;
   * `openSqlite` keeps them on disk. The server owns it: `close` and `drain` close it.
   */
  readonly storage?: Storage;
  /** For how many days a finished match can be read. Default: 30; 0 keeps no match. */
  readonly keepDays?: number;
  /** Time and timers. Default: `systemClock`. */
  readonly clock?: Clock;
  /**
   * Creates the seed of a match: what its shuffles and dice derive from. Default: 132 random bits. A fixed seed makes
   * matches repeatable, and predictable by players.
   */
  readonly createSeed?: () => string;
  /** Default: `createLog()`, JSON lines on standard output from level `warn`. */
  readonly log?: ServerLog;
  /** The limits that differ from `defaultLimits`. */
  readonly limits?: Partial<ServerLimits>;
  /** A folder of built files with an index.html, served at `/`. Read once. Default: no page. */
  readonly pages?: string;
  /**
   * The folder of the built playground, served under `/playground/`. It lets anyone play every game, with all secrets
   * visible, in rooms of its own. Default: no playground.
   */
  readonly playground?: string;
  /** Decides who a client is, before its upgrade is accepted. Default: every client is a guest. */
  readonly authenticate?: Authenticate;
  /** Origins whose pages may connect. Default: the host that the request was sent to. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Addresses or CIDR ranges of the proxies whose X-Forwarded-For is believed. Default: none. */
  readonly trustedProxies?: readonly string[];
  /**
   * Reads and writes messages by the public API of `ws` alone. Default: false: whole text frames go past `ws`, which
   * takes less CPU time, and a server whose `ws` or Node has changed falls back to plain sockets with a warning.
   */
  readonly plainSockets?: boolean;
  /**
   * Which engine runs the games. Default: `compiled`: a machine that can be compiled is, which makes its steps about
   * 30 times faster. `xstate`: xstate runs all of them. The log says which engine each game gets, and why.
   */
  readonly engine?: EngineName;
};

/** A server as `createServer` returns it: not listening yet. */
export interface TurnkeeperServer {
  /**
   * Resolves once the stored rooms are known; `listen` waits for that by itself. With `attach` or `accept`, await it
   * before you let clients in: until then stored rooms seem unknown.
   * @throws StoreError (rejects) where the storage cannot be read.
   */
  ready(): Promise<void>;
  /**
   * Starts an http.Server of its own, for sockets at `/ws` and all plain HTTP. May be called again for another port.
   * @param where `port`: default 0, any free one. `host`: default 127.0.0.1.
   * @returns the port, and the URL for HTTP; sockets connect to `ws://…/ws`.
   * @throws (rejects) the system's error where it cannot listen, with `code` EADDRINUSE, EACCES or EADDRNOTAVAIL; a
   * StoreError where the storage cannot be read.
   */
  listen(where?: { readonly port?: number; readonly host?: string }): Promise<{ url: string; port: number }>;
  /**
   * Accepts WebSocket upgrades at `/ws` on an http.Server of yours, and leaves all its other requests and upgrades
   * alone. The server stays yours: `close` and `drain` detach from it, and do not close it. Never throws.
   */
  attach(server: Server): void;
  /** Answers plain HTTP: `/healthz`, `/readyz`, `/metrics`, `/games`, `/matches/<id>`, the pages. Never throws. */
  readonly requestListener: RequestListener;
  /** Takes over a socket that arrived in another way, such as one end of an in-memory pair in a test. */
  accept(socket: Socket): void;
  /**
   * Stops in order: `/readyz` answers 503, every client gets `draining`, commands under way are finished, connections
   * are closed with 1012, then as `close`. Resolves after at most `graceMs` plus 1 s, even if something hangs.
   * @param options `graceMs`: the time for commands under way, in ms; default 10,000.
   */
  drain(options?: { readonly graceMs?: number }): Promise<void>;
  /**
   * Closes every connection with 1001, stops all timers, and closes the storage. A second call returns the same
   * promise.
   * @throws StoreError (rejects) where the storage cannot finish its work.
   */
  close(): Promise<void>;
  /** Serves these games instead, for new rooms. A room that exists keeps the game it began with. */
  replaceGames(games: readonly Game[], bots?: GameBotsByName): void;
  /** What the server holds now: connections, sessions, rooms by status, seats, spectators, traffic. */
  readonly gauges: () => Gauges;
  /** @deprecated Use `gauges`. */
  readonly readings: () => Gauges;
}
