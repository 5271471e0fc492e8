// Real rooms on a manual clock with a BotRunner as observer. The connections of the players only record.
import { BotRunner, type BotRunnerOptions } from '../../src/bots/index.ts';
import { ManualClock } from '../../src/clock/index.ts';
import { RoomFeed } from '../../src/delivery/index.ts';
import { type Game, rulesOf } from '../../src/game/index.ts';
import { RoomRegistry } from '../../src/registry/index.ts';
import type { Room } from '../../src/room/index.ts';
import { Caller, type Connection, Sessions } from '../../src/session/index.ts';
import { MemoryStore, memoryStorage } from '../../src/store/index.ts';

export const THINK_MS = 500;

export class RecordingConnection implements Connection {
  readonly id = 'recording';
  readonly address = '127.0.0.1';
  readonly identity = undefined;
  readonly congested = false;
  readonly texts: string[] = [];
  send(text: string): void {
    this.texts.push(text);
  }
  greeted(): void {}
  misbehaved(): void {}
  close(): void {}
}

type RigOptions = Partial<Pick<BotRunnerOptions, 'strategies' | 'fallback' | 'random'>>;

export function botRig(game: Game, options: RigOptions = {}) {
  const clock = new ManualClock();
  const errors: string[] = [];
  const log = { warn() {}, error: (_: object, message: string) => void errors.push(message) };
  const bots = new BotRunner({ clock, log, thinkMs: THINK_MS, roomById: (id) => rooms.get(id), ...options });
  const rooms: RoomRegistry = new RoomRegistry({
    games: new Map([[game.name, rulesOf(game)]]),
    sessionOf: (player, name) => sessions.awaited(player, name),
    observers: [bots],
    context: {
      ...{ clock, log, store: new MemoryStore() },
      createBroadcaster: (source) => new RoomFeed(source),
      createSeed: () => 'seed',
      intentCommitted() {},
      limits: { graceMs: 60_000, spectatorDelayMs: 100, spectatorsPerRoom: 10, inboxLength: 64 },
    },
  });
  const sessions: Sessions = new Sessions({
    clock,
    store: memoryStorage().sessions,
    keepMs: 60_000,
    log,
    nameCharacters: 24,
  });

  function caller(): Caller {
    const connection = new RecordingConnection();
    const welcome = sessions.hello(connection, {});
    if (welcome instanceof Promise || !welcome?.ok) throw new Error('hello was not answered synchronously');
    return new Caller(welcome.session, connection, 1);
  }

  /** A room with a person in seat 0 and bots in all other seats, so its match has begun. */
  function roomWithBots(seats = 2): { room: Room; person: Caller } {
    const person = caller();
    const rules = rulesOf(game);
    const checked = rules.checkOptions(undefined);
    if (!checked.ok) throw new Error(checked.message);
    const room = rooms.create(rules, { options: checked.options, visibility: 'private', seats });
    room.join(person, 'player');
    for (let bot = 1; bot < seats; bot += 1) room.seatBot(person, 'default');
    return { room, person };
  }

  return { clock, bots, errors, roomWithBots };
}
