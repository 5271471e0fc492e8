// The bots of the house: watches the rooms, and for each seat that a bot holds thinks a moment and acts.
import type { CancelTimer, Clock } from '../clock/index.ts';
import { type AnyIntent, GameFault, type Seat } from '../game/index.ts';
import { legalOf, type Room, type RoomLogger, type RoomObserver, type RoomSummary } from '../room/index.ts';
import { SearchThread } from './search-thread.ts';
import { type BotTurn, type GameBots, randomLegal, type Strategy, strategyOf } from './strategy.ts';
export type BotRunnerOptions = {
  readonly clock: Clock;
  readonly log: Pick<RoomLogger, 'error'>;
  /** A room in memory: bots play beside the room that owns their seats. */
  readonly roomById: (id: string) => Room | undefined;
  /** By the name of the game. */
  readonly strategies?: Readonly<Record<string, GameBots>>;
  /** For games without a strategy of their own, and where that one throws; `randomLegal` if not given. */
  readonly fallback?: Strategy;
  /** How long a bot takes to act, in ms, so that people can follow. */
  readonly thinkMs?: number;
  /** In [0, 1); Math.random if not given. */
  readonly random?: () => number;
};

/** Long enough to see whose turn it was, short enough not to wait for. */
const THINK_MS = 600;

/**
 * `about`: the legal intents it began with, as text. It begins again when they change, and goes on whatever
 * else does: else of several bots that may act at once each would interrupt the others.
 */
type Thought = { readonly about: string; readonly drop: CancelTimer };
type Legal = { readonly intents: readonly AnyIntent[]; readonly complete: boolean };

export class BotRunner implements RoomObserver {
  readonly #options: BotRunnerOptions;
  /** By room and seat. */
  readonly #thoughts = new Map<string, Map<Seat, Thought>>();
  readonly #thread: SearchThread;
  #stopped = false;

  constructor(options: BotRunnerOptions) {
    this.#options = options;
    this.#thread = new SearchThread(options);
  }

  /** How many bots are thinking. */
  get thinking(): number {
    let count = 0;
    for (const thoughts of this.#thoughts.values()) count += thoughts.size;
    return count;
  }

  changed({ room: id, seats }: RoomSummary): void {
    if (this.#stopped) return;
    // Called for every move on the server, and nearly all are in rooms without a bot.
    if (seats.every(isNoBot) && !this.#thoughts.has(id)) return;
    const room = this.#options.roomById(id);
    if (room === undefined) return;
    for (const [seat, holder] of seats.entries()) {
      const legal = holder?.bot ? this.#asked(room, seat, () => legalOf(room, seat)) : undefined;
      const about = legal && mayAct(legal) ? JSON.stringify(legal.intents) : undefined;
      const thought = this.#thoughts.get(room.id)?.get(seat);
      if (thought?.about === about) continue;
      this.#drop(id, seat);
      if (about !== undefined) this.#think(room, seat, about);
    }
  }

  advanced(summary: RoomSummary): void {
    this.changed(summary);
  }

  closed(room: string): void {
    for (const seat of [...(this.#thoughts.get(room)?.keys() ?? [])]) this.#drop(room, seat);
  }

  /** Drops every thought, also those that a strategy has not answered yet. */
  stop(): void {
    this.#stopped = true;
    for (const room of [...this.#thoughts.keys()]) this.closed(room);
    this.#thread.stop();
  }

  #think(room: Room, seat: Seat, about: string): void {
    const { clock, thinkMs = THINK_MS } = this.#options;
    let dropped = false;
    const cancel = clock.at(clock.now() + thinkMs, () => void this.#act(room, seat, () => dropped));
    const drop = (): void => {
      dropped = true;
      cancel();
    };
    const thoughts = this.#thoughts.get(room.id) ?? new Map<Seat, Thought>();
    this.#thoughts.set(room.id, thoughts.set(seat, { about, drop }));
  }

  #drop(room: string, seat: Seat): void {
    const thoughts = this.#thoughts.get(room);
    thoughts?.get(seat)?.drop();
    thoughts?.delete(seat);
    if (thoughts?.size === 0) this.#thoughts.delete(room);
  }

  async #act(room: Room, seat: Seat, dropped: () => boolean): Promise<void> {
    const intent = await this.#choice(room, seat);
    if (dropped()) return;
    this.#drop(room.id, seat);
    if (intent !== null) room.act(seat, intent);
  }

  async #choice(room: Room, seat: Seat): Promise<AnyIntent | null> {
    const { strategies = {}, fallback = randomLegal } = this.#options;
    const { name } = room.rules.game;
    const bots = Object.hasOwn(strategies, name) ? strategies[name] : undefined;
    const own = bots && strategyOf(bots, room.state.seats[seat]?.bot ?? '');
    const turn = this.#asked(room, seat, () => this.#turn(room, seat));
    if (!turn) return null;
    for (const strategy of new Set([own ?? fallback, fallback])) {
      try {
        return await strategy(turn);
      } catch (err) {
        this.#options.log.error({ room: room.id, game: name, seat, err }, 'a strategy failed');
      }
    }
    return null;
  }

  /** @throws GameFault */
  #turn(room: Room, seat: Seat): BotTurn | null {
    const { play, seats } = room.state;
    if (play === null) return null;
    const { clock, random = Math.random } = this.#options;
    const view = room.rules.view(play);
    const mine = room.rules.secrets(play, seat);
    const legal = legalOf(room, seat).intents;
    const imagine = () => room.rules.save(room.rules.redeal(play, seat, random));
    const search: BotTurn['search'] = (task) => this.#thread.search(task);
    return { seat, seats: seats.length, view, mine, legal, imagine, search, random, now: clock.now() };
  }

  /** The game's fault costs this thought alone (R6). */
  #asked<Answer>(room: Room, seat: Seat, ask: () => Answer): Answer | undefined {
    try {
      return ask();
    } catch (err) {
      if (!(err instanceof GameFault)) throw err;
      this.#options.log.error({ room: room.id, seat, err }, 'the game failed at a question of a bot');
      return undefined;
    }
  }
}

const isNoBot = (holder: RoomSummary['seats'][number]): boolean => !holder?.bot;

/** Where the legal intents are not all listed, the strategy may know better. */
const mayAct = ({ intents, complete }: Legal): boolean => intents.length > 0 || !complete;
