// The assembly: builds every part of the server once, in one flat list, and connects them. It contains no rules.
import { nanoid } from 'nanoid';
import { BotRunner } from '../bots/index.ts';
import { systemClock } from '../clock/index.ts';
import { attachUpgrade, ConnectionManager, clientAddress } from '../connection/index.ts';
import { RoomFeed } from '../delivery/index.ts';
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
import { memoryStorage } from '../store/index.ts';
import { ServerLifecycle } from './lifecycle.ts';
import { defaultLimits, type ServerLimits } from './limits.ts';
import { createLog } from './log.ts';
import { ServedGames } from './served-games.ts';
import type { ServerOptions, TurnkeeperServer } from './server-options.ts';
import { packageVersion } from './version.ts';

/** 132 random bits: no player can guess the order of a deck. */
const SEED_CHARACTERS = 22;

const DAY_MS = 24 * 60 * 60_000;

/** How long an unused session is kept: memory is scarcer than disk. */
const SESSION_DAYS = { memory: 1, disk: 30 };

/**
 * Creates a server for turn-based games. It does not listen yet: call `listen`, or `attach` it to an http.Server.
 *
 * @throws Error where the folder of `pages` or `playground` cannot be read or has no index.html.
 * @example
 * ```ts
 * const storage = await openSqlite({ folder: './data' });
 * const server = createServer({ games: [ticTacToe], storage, limits: { rooms: 1_000 } });
 * const { url } = await server.listen({ port: 3000, host: '0.0.0.0' });
 * console.log(url);
 * process.once('SIGTERM', () => server.drain({ graceMs: 5_000 }));
 * ```
 */
export function createServer(options: ServerOptions): TurnkeeperServer {
  const { clock = systemClock, log = createLog(), storage = memoryStorage(), keepDays = 30 } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const served = new ServedGames({ games: options.games, bots: options.bots, engine: options.engine, log });
  const games = served.rules;

  const gauges = (): Gauges => readGauges({ manager, sessions, rooms, matchmaker });
  const metrics = createMetrics({ read: gauges });
  const listing = new Listing({ clock, limits });
  const thinking = options.botThinkMs === undefined ? {} : { thinkMs: options.botThinkMs };
  const roomById = (id: string) => rooms.get(id);
  const bots = new BotRunner({ clock, log, strategies: () => served.bots, roomById, ...thinking });
  const archiver = new MatchArchiver({ clock, matches: storage.matches, keepMs: keepDays * DAY_MS, log });
  const matchmaker: Matchmaker = new Matchmaker({
    makeRoom: (request) => lobby.makeFor(request),
    roomById,
    log,
  });
  const createSeed = options.createSeed ?? (() => nanoid(SEED_CHARACTERS));
  const tables = new PlaygroundTables({
    ...{ clock, games, createSeed },
    createRoom: (...given) => rooms.createFromLog(...given),
    isFull: () => rooms.size >= limits.rooms,
    guest: (name) => sessions.guest(name),
    draining: () => !manager.accepting,
  });
  const rooms: RoomRegistry = new RoomRegistry({
    games,
    sessionOf: (player, name) => sessions.awaited(player, name),
    observers: [
      listing,
      matchmaker,
      bots,
      archiver,
      ...(options.playground === undefined ? [] : [tables]),
      { matchFinished: ({ game }) => metrics.matchFinished(game) },
    ],
    context: {
      clock,
      store: storage.rooms,
      log,
      limits,
      createBroadcaster: (source) => new RoomFeed(source),
      createSeed,
      intentCommitted: metrics.intentCommitted,
    },
  });
  const { levels } = served;
  const lobby = new Lobby({
    clock,
    games,
    rooms,
    matchmaker,
    levels,
    limits,
    log,
    draining: () => !manager.accepting,
  });
  const newSessions = new FixedWindowLimiter<string>(clock, { limit: limits.sessionsPerMinute });
  const sessions: Sessions = new Sessions({
    clock,
    store: storage.sessions,
    keepMs: DAY_MS * (options.storage === undefined ? SESSION_DAYS.memory : SESSION_DAYS.disk),
    nameCharacters: limits.nameCharacters,
    mayBegin: (address) => newSessions.take(address),
    log,
  });
  const router = new MessageRouter({
    context: { clock, lobby, listing, rooms, chatCharacters: limits.chatCharacters },
    sessions,
    matchmaker,
    limits: publicLimits(limits),
    log,
    counter: metrics,
  });
  const manager: ConnectionManager = new ConnectionManager({ clock, listener: router, limits, log });

  const addressOf = clientAddress(options.trustedProxies ?? []);
  const matchReads = new FixedWindowLimiter<string>(clock, { limit: limits.matchesPerMinute });
  const newTables = new FixedWindowLimiter<string>(clock, { limit: limits.createdPerMinute });
  const playground = options.playground && {
    tables,
    pages: loadStaticFiles(options.playground, '/playground'),
    addressOf,
    mayMake: (address: string) => newTables.take(address),
    allowedOrigins: options.allowedOrigins,
  };
  const requestListener = createRequestListener({
    games: () => served.games,
    levels,
    status: () => lifecycle.status,
    matchById: async (id) => {
      const match = await archiver.find(id);
      return match && matchDocument(match, { games });
    },
    mayReadMatch: (request) => matchReads.take(addressOf(request) ?? ''),
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
  const lifecycle: ServerLifecycle = new ServerLifecycle({
    roomsOpened: rooms.open(),
    clock,
    requestListener,
    attach: (server, exclusive) => attachUpgrade(server, { ...upgrades, exclusive }),
    manager,
    settle: () => Promise.all([...rooms.all()].map((room) => room.settled())),
    stop: async () => {
      manager.stop();
      await manager.closeAll('goingAway');
      bots.stop();
      listing.stop();
      tables.stop();
      rooms.stop();
      sessions.stop();
      metrics.close();
      await archiver.stop();
      await storage.close();
    },
  });

  return {
    requestListener,
    ready: () => lifecycle.ready(),
    listen: (where) => lifecycle.listen(where),
    attach: (server) => lifecycle.attach(server),
    accept: (socket) => void manager.accept(socket),
    drain: (grace) => lifecycle.drain(grace),
    close: () => lifecycle.close(),
    replaceGames: (...given) => {
      served.replace(...given);
      bots.restart(rooms.all());
    },
    gauges,
    readings: gauges,
  };
}

/** The limits that `welcome` sends to a client. */
function publicLimits(limits: ServerLimits) {
  const { frameBytes, messagesPerSecond, messageBurst, heartbeatMs, graceMs } = limits;
  const { roomsPerPlayer, spectatorsPerRoom, chatCharacters, nameCharacters } = limits;
  return {
    ...{ frameBytes, messagesPerSecond, messageBurst, heartbeatMs, graceMs },
    ...{ roomsPerPlayer, spectatorsPerRoom, chatCharacters, nameCharacters },
  };
}

type Counted = {
  readonly manager: ConnectionManager;
  readonly sessions: Sessions;
  readonly rooms: RoomRegistry;
  readonly matchmaker: Matchmaker;
};

/** Reads what the server holds now. Rooms are iterated once. */
function readGauges({ manager, sessions, rooms, matchmaker }: Counted): Gauges {
  const byStatus = { waiting: 0, playing: 0, finished: 0 };
  let players = 0;
  let spectators = 0;
  for (const room of rooms.all()) {
    if (!room.isOpen) continue;
    byStatus[room.state.status] += 1;
    players += room.state.seats.filter((holder) => holder !== null && holder.bot === null).length;
    spectators += room.members.spectators;
  }
  return {
    connections: manager.size,
    sessions: sessions.size,
    rooms: byStatus,
    players,
    spectators,
    queued: matchmaker.size,
    traffic: manager.counts,
  };
}
