// The assembly: every part of the house built once, in one flat list, and joined. No rules of any kind here.
import type { RequestListener, Server } from 'node:http';
import { nanoid } from 'nanoid';
import { BotRunner } from '../bots/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import {
  type AllowedOrigins,
  type Authenticate,
  attachUpgrade,
  ConnectionManager,
  clientAddress,
  type Socket,
} from '../connection/index.ts';
import { RoomFeed } from '../delivery/index.ts';
import type { EngineName, Game } from '../game/index.ts';
import {
  createMetrics,
  createRequestListener,
  type Gauges,
  loadStaticFiles,
  matchDocument,
  playgroundListener,
} from '../http/index.ts';
import { Listing, Lobby, Matchmaker } from '../lobby/index.ts';
import { PlaygroundTables } from '../playground/index.ts';
import { asyncApiDocument } from '../protocol/index.ts';
import { FixedWindowLimiter } from '../rate-limit/index.ts';
import { MatchArchiver, RoomRegistry } from '../registry/index.ts';
import { MessageRouter } from '../routing/index.ts';
import { Sessions } from '../session/index.ts';
import { memoryStorage, type Storage } from '../store/index.ts';
import { FinishedMatches, readGauges } from './gauges.ts';
import { ServerLifecycle } from './lifecycle.ts';
import { defaultLimits, type ServerLimits } from './limits.ts';
import { createLog, type ServerLog } from './log.ts';
import { type GameBotsByName, ServedGames, SwappableBots } from './served-games.ts';
import { packageVersion } from './version.ts';

export type ServerOptions = {
  readonly games: readonly Game[];
  /** How the house bots play, by the name of the game; at random where nothing is said. */
  readonly bots?: GameBotsByName;
  /** How long a house bot takes to act, in ms. */
  readonly botThinkMs?: number;
  /** In memory by default: rooms are gone with the process. The server closes it. */
  readonly storage?: Storage;
  /** How many days a finished match can be replayed; 30 by default, 0 keeps none. */
  readonly keepDays?: number;
  readonly clock?: Clock;
  /** The randomness of each match: 132 bits that nobody can guess, unless a test wants the same again. */
  readonly createSeed?: () => string;
  readonly log?: ServerLog;
  readonly limits?: Partial<ServerLimits>;
  /** A folder of built files, served to browsers. */
  readonly pages?: string;
  /** The folder of the built playground: with it any game can be played, and looked into, under /playground/. */
  readonly playground?: string;
  /** Runs before an upgrade is accepted; everyone is a guest by default. */
  readonly authenticate?: Authenticate;
  /** Whose pages may connect: by default those of the host that the request went to. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly string[];
  /**
   * Reads and writes messages by the public API of `ws` alone. false by default: whole text frames go past `ws`, which
   * takes less CPU time, and a server whose `ws` or Node has changed falls back to plain sockets with a warning.
   */
  readonly plainSockets?: boolean;
  /**
   * Which engine runs the games. `compiled` by default: a machine that can be compiled is, which makes its steps about
   * 30 times faster. `xstate`: xstate runs all of them. The log says which engine each game gets, and why.
   */
  readonly engine?: EngineName;
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
  /** Serves these in place of the former ones from now on. Rooms that there are keep their game, and end with it. */
  replaceGames(games: readonly Game[], bots?: GameBotsByName): void;
  /** What the server holds at this moment: connections, sessions, rooms by status, seats, spectators, traffic. */
  readonly gauges: () => Gauges;
  /** @deprecated The former name of `gauges`. */
  readonly readings: () => Gauges;
}

/** 132 random bits: nobody guesses a deck. */
const SEED_CHARACTERS = 22;

/** A session that nobody used is remembered for a day in memory, and for thirty where there is a disk. */
const DAY_MS = 24 * 60 * 60_000;

export function createServer(options: ServerOptions): TurnkeeperServer {
  const { clock = systemClock, log = createLog(), storage = memoryStorage(), keepDays = 30 } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const served = new ServedGames({ games: options.games, bots: options.bots, engine: options.engine, log });
  const games = served.rules;

  const gauges = (): Gauges => readGauges({ manager, sessions, rooms, queue });
  const metrics = createMetrics({ read: gauges });
  const listing = new Listing({ clock, limits });
  const thinking = options.botThinkMs === undefined ? {} : { thinkMs: options.botThinkMs };
  const bots = new SwappableBots(() => new BotRunner({ clock, log, strategies: served.bots, ...thinking }));
  const keeper = new MatchArchiver({ clock, matches: storage.matches, keepMs: keepDays * DAY_MS, log });
  const queue: Matchmaker = new Matchmaker({
    makeRoom: (wish) => lobby.makeFor(wish),
    roomById: (id) => rooms.get(id),
  });
  const createSeed = options.createSeed ?? (() => nanoid(SEED_CHARACTERS));
  const tables = new PlaygroundTables({
    ...{ clock, games, createSeed },
    plant: (...given) => rooms.plant(...given),
    isFull: () => rooms.size >= limits.rooms,
    guest: (name) => sessions.guest(name),
    draining: () => !manager.accepting,
  });
  const rooms: RoomRegistry = new RoomRegistry({
    games,
    sessionOf: (player, name) => sessions.awaited(player, name),
    observers: [
      listing,
      queue,
      bots,
      keeper,
      tables,
      new FinishedMatches((game) => metrics.matchFinished(game)),
    ],
    surroundings: {
      clock,
      store: storage.rooms,
      log,
      limits,
      createOutlet: (source) => new RoomFeed(source),
      createSeed,
      accepted: (seconds) => metrics.accepted(seconds),
    },
  });
  const { levels } = served;
  const lobby = new Lobby({ clock, games, rooms, queue, levels, limits, draining: () => !manager.accepting });
  const begun = new FixedWindowLimiter<string>(clock, { limit: limits.sessionsPerMinute });
  const sessions: Sessions = new Sessions({
    clock,
    store: storage.sessions,
    keepMs: options.storage === undefined ? DAY_MS : 30 * DAY_MS,
    nameCharacters: limits.nameCharacters,
    mayBegin: (address) => begun.take(address),
    log,
  });
  const gate = new MessageRouter({
    house: { clock, lobby, listing, rooms, chatCharacters: limits.chatCharacters },
    sessions,
    queue,
    limits: publicLimits(limits),
    log,
    tally: metrics,
  });
  const manager: ConnectionManager = new ConnectionManager({ clock, listener: gate, limits, log });

  const addressOf = clientAddress(options.trustedProxies ?? []);
  const reads = new FixedWindowLimiter<string>(clock, { limit: limits.matchesPerMinute });
  const made = new FixedWindowLimiter<string>(clock, { limit: limits.createdPerMinute });
  const playground = options.playground && {
    tables,
    pages: loadStaticFiles(options.playground, '/playground'),
    addressOf,
    mayMake: (address: string) => made.take(address),
    allowedOrigins: options.allowedOrigins,
  };
  const requestListener = createRequestListener({
    games: () => served.games,
    levels,
    ready: () => manager.accepting,
    matchById: async (id) => {
      const match = await keeper.find(id);
      return match && matchDocument(match, { games });
    },
    mayReadMatch: (request) => reads.take(addressOf(request) ?? ''),
    metrics,
    asyncApi: () => asyncApiDocument({ version: packageVersion }),
    ...(options.pages === undefined ? {} : { pages: loadStaticFiles(options.pages) }),
    ...(playground && { playground: playgroundListener(playground) }),
    log,
  });
  const upgrades = {
    manager,
    clock,
    log,
    authenticate: options.authenticate,
    allowedOrigins: options.allowedOrigins,
    trustedProxies: options.trustedProxies,
    plainSockets: options.plainSockets,
  };
  const listening = new ServerLifecycle({
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
      tables.stop();
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
    replaceGames: (...given) => {
      served.replace(...given);
      bots.replace(rooms.all());
    },
    gauges,
    readings: gauges,
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
