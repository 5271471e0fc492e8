// The assembly: every part of the house built once, in one flat list, and joined. No rules of any kind here.
import { randomBytes } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import type { Logger } from 'pino';
import { HouseBots, type Strategy } from '../bots/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import {
  type AllowedOrigins,
  type Authenticate,
  attachUpgrade,
  ConnectionManager,
  type Socket,
} from '../connection/index.ts';
import { Feed } from '../delivery/index.ts';
import { type Game, rulesOf } from '../game/index.ts';
import { Listing, Lobby, MatchQueue, Rooms } from '../lobby/index.ts';
import { asyncApiDocument } from '../protocol/index.ts';
import { Gate } from '../routing/index.ts';
import { Sessions } from '../session/index.ts';
import { memoryStorage, type Storage } from '../store/index.ts';
import { createRequestListener } from './http.ts';
import { defaultLimits, type ServerLimits } from './limits.ts';
import { Listening } from './listening.ts';
import { createLog } from './log.ts';
import { matchDocument } from './match-documents.ts';
import { MatchKeeper } from './match-keeper.ts';
import { createMetrics } from './metrics.ts';
import { loadPages } from './pages.ts';
import { FinishedMatches, readings } from './readings.ts';
import { packageVersion } from './version.ts';

export type ServerOptions = {
  readonly games: readonly Game[];
  /** How the house bots play, by the name of the game; at random where nothing is said. */
  readonly bots?: Readonly<Record<string, Strategy>>;
  /** How long a house bot takes to act, in ms. */
  readonly botThinkMs?: number;
  /** In memory by default: rooms are gone with the process. The server closes it. */
  readonly storage?: Storage;
  /** How many days a finished match can be replayed; 30 by default, 0 keeps none. */
  readonly keepDays?: number;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly limits?: Partial<ServerLimits>;
  /** A folder of built files, served to browsers. */
  readonly pages?: string;
  /** Runs before an upgrade is accepted; everyone is a guest by default. */
  readonly authenticate?: Authenticate;
  /** Whose pages may connect: by default those of the host that the request went to. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly string[];
};

export interface TurnkeeperServer {
  /** Starts an http.Server of its own. Rejects where it can't listen, with the system's error (EADDRINUSE …). */
  listen(where?: { readonly port?: number; readonly host?: string }): Promise<{ url: string; port: number }>;
  /** Takes upgrades to /ws on an http.Server of yours, and leaves everything else on it alone. */
  attach(server: Server): void;
  /** All plain HTTP: health, metrics, documents, the page. For a server of yours. */
  readonly requestListener: RequestListener;
  /** Takes in a socket that came another way, like one end of an in-memory pair. */
  accept(socket: Socket): void;
  /**
   * Stops in order: not ready, `draining` to all, what is under way is finished, connections close with 1012.
   * Takes no longer than `graceMs` and a little.
   */
  drain(options?: { readonly graceMs?: number }): Promise<void>;
  /** Stops at once. */
  close(): Promise<void>;
  readonly readings: () => ReturnType<typeof readings>;
}

/** 128 bits: nobody guesses a deck. */
const SEED_BYTES = 16;

/** A session that nobody used is remembered for a day in memory, and for thirty where there is a disk. */
const DAY_MS = 24 * 60 * 60_000;

export function createServer(options: ServerOptions): TurnkeeperServer {
  const { clock = systemClock, log = createLog(), storage = memoryStorage(), keepDays = 30 } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const games = new Map(options.games.map((game) => [game.name, rulesOf(game)]));

  const metrics = createMetrics({ read: () => readings({ manager, sessions, rooms, queue }) });
  const listing = new Listing({ clock, limits });
  const bots = new HouseBots({
    clock,
    log,
    ...(options.bots === undefined ? {} : { strategies: options.bots }),
    ...(options.botThinkMs === undefined ? {} : { thinkMs: options.botThinkMs }),
  });
  const keeper = new MatchKeeper({ clock, matches: storage.matches, keepMs: keepDays * DAY_MS, log });
  const queue: MatchQueue = new MatchQueue({
    makeRoom: (wish) => lobby.makeFor(wish),
    roomById: (id) => rooms.get(id),
  });
  const rooms: Rooms = new Rooms({
    games,
    sessionOf: (player, name) => sessions.awaited(player, name),
    observers: [listing, queue, bots, keeper, new FinishedMatches((game) => metrics.matchFinished(game))],
    surroundings: {
      clock,
      store: storage.rooms,
      log,
      limits,
      createOutlet: (source) => new Feed(source),
      createSeed: () => randomBytes(SEED_BYTES).toString('base64url'),
      accepted: (seconds) => metrics.accepted(seconds),
    },
  });
  const lobby = new Lobby({ games, rooms, queue, limits, draining: () => !manager.accepting });
  const sessions: Sessions = new Sessions({
    clock,
    store: storage.sessions,
    keepMs: options.storage === undefined ? DAY_MS : 30 * DAY_MS,
    nameCharacters: limits.nameCharacters,
    log,
  });
  const gate = new Gate({
    house: { clock, lobby, listing, rooms, chatCharacters: limits.chatCharacters },
    sessions,
    queue,
    limits: publicLimits(limits),
    log,
    tally: metrics,
  });
  const manager: ConnectionManager = new ConnectionManager({ clock, listener: gate, limits, log });

  const requestListener = createRequestListener({
    games: options.games,
    ready: () => manager.accepting,
    matchById: async (id) => {
      const match = await keeper.find(id);
      return match && matchDocument(match, { games });
    },
    metrics,
    asyncApi: asyncApiDocument({ version: packageVersion }),
    ...(options.pages === undefined ? {} : { pages: loadPages(options.pages) }),
    log,
  });
  const upgrades = {
    manager,
    clock,
    log,
    authenticate: options.authenticate,
    allowedOrigins: options.allowedOrigins,
    trustedProxies: options.trustedProxies,
  };
  const listening = new Listening({
    opened: rooms.open(),
    clock,
    requestListener,
    attach: (server, exclusive) => attachUpgrade(server, { ...upgrades, exclusive }),
    manager,
    settle: () =>
      Promise.all([...rooms.all()].map((room) => new Promise<void>((done) => room.settled(done)))),
    stop: async () => {
      manager.stop();
      await manager.closeAll('goingAway');
      bots.stop();
      listing.stop();
      rooms.stop();
      sessions.stop();
      metrics.close();
      await keeper.stop();
      await storage.close();
    },
  });

  return {
    requestListener,
    listen: (where) => listening.listen(where),
    attach: (server) => listening.attach(server),
    accept: (socket) => void manager.accept(socket),
    drain: (how) => listening.drain(how),
    close: () => listening.close(),
    readings: () => readings({ manager, sessions, rooms, queue }),
  };
}

/** What a client needs to know of the limits, as `welcome` tells it. */
function publicLimits(limits: ServerLimits) {
  const { frameBytes, messagesPerSecond, messageBurst, heartbeatMs, graceMs } = limits;
  const { roomsPerPlayer, spectatorsPerRoom, chatCharacters, nameCharacters } = limits;
  return {
    ...{ frameBytes, messagesPerSecond, messageBurst, heartbeatMs, graceMs },
    ...{ roomsPerPlayer, spectatorsPerRoom, chatCharacters, nameCharacters },
  };
}
