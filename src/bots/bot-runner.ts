// Plays the seats that bots hold: watches the rooms, and after a short delay asks a strategy for each bot that can act.
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
  /** By the name of the game; asked anew for each turn, since games may be replaced. */
  readonly strategies?: () => Readonly<Record<string, GameBots>>;
  /** For games without a strategy, and where a strategy throws. Default `randomLegal`. */
  readonly fallback?: Strategy;
  /** Delay before a bot acts, in ms, so that people can follow. Default 600. */
  readonly thinkMs?: number;
  /** In [0, 1). Default `Math.random`. */
  readonly random?: () => number;
};

/** Long enough to see whose turn it is, short enough not to be a wait. */
const THINK_MS = 600;

/**
 * A bot's turn that is not answered yet. It starts again when the seat's legal intents change (`legal`, as text), and
 * not at every change of the room: several bots that can act at the same time would interrupt each other.
 */
type PendingTurn = { readonly legal: string; readonly cancel: CancelTimer };

/** Plays the seats of bots in all rooms of a server. */
export class BotRunner implements RoomObserver {
  readonly #options: BotRunnerOptions;
  /** By room and seat. */
  readonly #turns = new Map<string, Map<Seat, PendingTurn>>();
  #thread: SearchThread;
  #stopped = false;

  constructor(options: BotRunnerOptions) {
    this.#options = options;
    this.#thread = new SearchThread(options);
  }

  /** Number of bots that are about to act. */
  get pending(): number {
    let count = 0;
    for (const turns of this.#turns.values()) count += turns.size;
    return count;
  }

  changed({ room: id, seats }: RoomSummary): void {
    if (this.#stopped) return;
    // Called for every move on the server, and nearly all are in rooms without a bot
    if (seats.every(isNoBot) && !this.#turns.has(id)) return;
    const room = this.#options.roomById(id);
    if (room === undefined) return;
    for (const [seat, holder] of seats.entries()) {
      const legal = holder?.bot ? this.#legalText(room, seat) : undefined;
      if (this.#turns.get(id)?.get(seat)?.legal === legal) continue;
      this.#cancel(id, seat);
      if (legal !== undefined) this.#schedule(room, seat, legal);
    }
  }

  advanced(summary: RoomSummary): void {
    this.changed(summary);
  }

  closed(room: string): void {
    for (const seat of [...(this.#turns.get(room)?.keys() ?? [])]) this.#cancel(room, seat);
  }

  /** Cancels every turn, also those that a strategy is working on. */
  stop(): void {
    this.#stopped = true;
    this.#cancelAll();
  }

  /** After the games were replaced: turns begin again, with a search thread that loads the modules anew. */
  restart(rooms: Iterable<Room>): void {
    this.#cancelAll();
    this.#thread = new SearchThread(this.#options);
    for (const room of rooms) if (room.isOpen) this.changed(room.summary());
  }

  #cancelAll(): void {
    for (const room of [...this.#turns.keys()]) this.closed(room);
    this.#thread.stop();
  }

  /** Undefined where the seat cannot act. Where not all legal intents are listed, the strategy may know others. */
  #legalText(room: Room, seat: Seat): string | undefined {
    const legal = this.#guarded(room, seat, () => legalOf(room, seat));
    const canAct = legal !== undefined && (legal.intents.length > 0 || !legal.complete);
    return canAct ? JSON.stringify(legal.intents) : undefined;
  }

  #schedule(room: Room, seat: Seat, legal: string): void {
    const { clock, thinkMs = THINK_MS } = this.#options;
    let cancelled = false;
    const cancelTimer = clock.at(clock.now() + thinkMs, () => void this.#play(room, seat, () => cancelled));
    const cancel = (): void => {
      cancelled = true;
      cancelTimer();
    };
    const turns = this.#turns.get(room.id) ?? new Map<Seat, PendingTurn>();
    this.#turns.set(room.id, turns.set(seat, { legal, cancel }));
  }

  #cancel(room: string, seat: Seat): void {
    const turns = this.#turns.get(room);
    turns?.get(seat)?.cancel();
    turns?.delete(seat);
    if (turns?.size === 0) this.#turns.delete(room);
  }

  async #play(room: Room, seat: Seat, isCancelled: () => boolean): Promise<void> {
    const intent = await this.#choose(room, seat);
    if (isCancelled()) return;
    this.#cancel(room.id, seat);
    if (intent !== null) room.act(seat, intent);
  }

  async #choose(room: Room, seat: Seat): Promise<AnyIntent | null> {
    const { fallback = randomLegal } = this.#options;
    const strategies = this.#options.strategies?.() ?? {};
    const { game } = room;
    const bots = Object.hasOwn(strategies, game) ? strategies[game] : undefined;
    const own = bots && strategyOf(bots, room.state.seats[seat]?.bot ?? '');
    const turn = this.#guarded(room, seat, () => this.#turnOf(room, seat));
    if (!turn) return null;
    for (const strategy of new Set([own ?? fallback, fallback])) {
      try {
        return await strategy(turn);
      } catch (err) {
        this.#options.log.error({ room: room.id, game, seat, err }, 'a strategy failed');
      }
    }
    return null;
  }

  /** @throws GameFault */
  #turnOf(room: Room, seat: Seat): BotTurn | null {
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

  /** A fault of the game costs this turn only (R6). */
  #guarded<Answer>(room: Room, seat: Seat, ask: () => Answer): Answer | undefined {
    try {
      return ask();
    } catch (err) {
      if (!(err instanceof GameFault)) throw err;
      this.#options.log.error(
        { room: room.id, game: room.game, seat, err },
        "the game threw while a bot's turn was computed",
      );
      return undefined;
    }
  }
}

const isNoBot = (holder: RoomSummary['seats'][number]): boolean => !holder?.bot;
