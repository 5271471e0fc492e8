// The state of one simulation: a server, its clients, and the simulated time, which only this file moves forward.
import { randomLegal, seededRandom } from '../../bots/index.ts';
import { type Game, rulesOf } from '../../game/index.ts';
import type { RoomEvent } from '../../room/index.ts';
import { createLog, createServer, defaultLimits, type TurnkeeperServer } from '../../server/index.ts';
import { type AppendOutcome, type Entry, type Fence, MemoryStore, memoryStorage } from '../../store/index.ts';
import { UNLIMITED_RATES } from '../test-server.ts';
import { ExpectedHistory } from './expected-history.ts';
import { FaultInjector } from './fault-injector.ts';
import { type Breach, BrokenRule, defaultFaults, type NetworkPlan } from './plan.ts';
import { SimulatedClient } from './simulated-client.ts';
import { SimulatedMatch } from './simulated-match.ts';
import { SteppedClock } from './stepped-clock.ts';

/** Low limits for slow readers: the matches of a simulation are too short to fill the usual ones. */
const LOW_BUFFERS = { softBytes: 2 * 1024, hardBytes: 64 * 1024 };

const UNLIMITED_COUNTS = { connections: 1_000_000, connectionsPerAddress: 1_000_000, rooms: 1_000_000 };

const STEPS_PER_MATCH = 200_000;

export class Simulation<G extends Game> {
  readonly seed: string | number;
  readonly clock = new SteppedClock();
  readonly faults: FaultInjector;
  readonly matches: readonly SimulatedMatch[];
  readonly histories = new Map<string, ExpectedHistory>();
  steps = 0;
  readonly #server: TurnkeeperServer;
  readonly #rules: ReturnType<typeof rulesOf>;
  readonly #mostSteps: number;
  readonly #byPlayer = new Map<string, SimulatedClient>();
  #breach: BrokenRule | undefined;

  constructor(plan: NetworkPlan<G>) {
    const { game, seed = 1, matches = 1 } = plan;
    this.seed = seed;
    this.#rules = rulesOf(game);
    this.#mostSteps = plan.mostSteps ?? STEPS_PER_MATCH * matches;
    const faults = { ...defaultFaults, ...plan.faults };
    this.faults = new FaultInjector({ clock: this.clock, faults, random: seededRandom(`${seed} faults`) });
    const limits = { ...UNLIMITED_RATES, ...UNLIMITED_COUNTS, ...LOW_BUFFERS, ...plan.limits };
    this.#server = this.#createServer(plan, limits);
    const frameBytes = limits.frameBytes ?? defaultLimits.frameBytes;
    this.matches = Array.from({ length: matches }, (_, match) => this.#match(plan, { match, frameBytes }));
  }

  get clients(): readonly SimulatedClient[] {
    return this.matches.flatMap(({ clients }) => clients);
  }

  /**
   * Moves time forward until the promise is settled.
   * @throws BrokenRule after the first step that broke a rule
   */
  async runUntilSettled<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    work.then(end, end);
    await this.runUntil(() => isDone);
    return work;
  }

  /** Moves time forward until the condition holds, and lets promises settle after each step. */
  async runUntil(isReached: () => boolean): Promise<void> {
    for (await promisesSettled(); !isReached(); await promisesSettled()) {
      if (this.steps >= this.#mostSteps) this.report(this.#stuck());
      else if (this.clock.step()) this.steps += 1;
      else this.report({ rule: 'R9', what: 'no timer is left, and the matches have not ended' });
      if (this.#breach !== undefined) throw this.#breach;
    }
    if (this.#breach !== undefined) throw this.#breach;
  }

  /** Checks R10: when every client has left, the server keeps no room. A room whose player was lost may remain. */
  async checkEmpty(): Promise<void> {
    for (const { client } of this.clients) client.close();
    await this.runUntil(() => this.#server.gauges().connections === 0);
    const { rooms } = this.#server.gauges();
    const left = rooms.waiting + rooms.playing + rooms.finished;
    const isSeatLost = this.clients.some(({ hasLostSeat }) => hasLostSeat);
    if (left > 0 && !isSeatLost) {
      this.report({ rule: 'R10', what: `${left} rooms are left after every client has left` });
    }
    if (this.#breach !== undefined) throw this.#breach;
  }

  async close(): Promise<void> {
    for (const { client } of this.clients) client.close();
    const closed = this.#server.close();
    let isClosed = false;
    closed.then(() => {
      isClosed = true;
    });
    for (await promisesSettled(); !isClosed && this.clock.step(); await promisesSettled());
    await closed;
  }

  /** Keeps the first breach only: later ones may follow from it. */
  report(breach: Breach): void {
    this.#breach ??= new BrokenRule(breach, { seed: this.seed, step: this.steps });
  }

  #createServer({ game, seed = 1 }: NetworkPlan<G>, limits: NetworkPlan<G>['limits']): TurnkeeperServer {
    let begun = 0;
    const storage = memoryStorage();
    const server = createServer({
      ...{ games: [game], clock: this.clock, log: createLog({ level: 'silent' }), limits: { ...limits } },
      storage: { ...storage, rooms: new ObservedStore((committed) => this.#committed(committed)) },
      createSeed: () => {
        begun += 1;
        return `${seed} match ${begun}`;
      },
    });
    return server;
  }

  #match(plan: NetworkPlan<G>, { match, frameBytes }: { match: number; frameBytes: number }): SimulatedMatch {
    const { game, strategy = randomLegal, spectators = 1 } = plan;
    const interceptor = plan.interceptor ?? plan.tamper ?? ((text) => [text]);
    const historyOf = (room: string) => this.histories.get(room);
    const report = (breach: Breach): void => this.report(breach);
    const clients = (count: number, kind: string) =>
      Array.from({ length: count }, (_, place) => {
        const name = `${kind} ${match + 1}-${place + 1}`;
        const at = { server: this.#server, frameBytes, faults: this.faults, historyOf, report };
        return new SimulatedClient({
          ...at,
          name,
          interceptor,
          strategy,
          seed: `${this.seed} ${name}`,
        });
      });
    return new SimulatedMatch({
      ...{ game: game.name, options: plan.options, historyOf, report },
      players: clients(plan.seats ?? game.seats.min, 'Player'),
      spectators: clients(spectators, 'Watcher'),
    });
  }

  #committed({ room, revision, event }: Committed): void {
    if (event.type === 'opened') {
      this.histories.set(
        room,
        new ExpectedHistory(event.setup, {
          rules: this.#rules,
          report: (breach) => this.report(breach),
          wasSent: (player, seq, intent) => this.#clientOf(player)?.checker.wasSent(seq, intent) ?? false,
        }),
      );
    }
    this.histories.get(room)?.append(event, revision);
  }

  /** The map is filled again for an unknown player: a client gets its id with `welcome`. */
  #clientOf(player: string): SimulatedClient | undefined {
    if (!this.#byPlayer.has(player)) {
      for (const client of this.clients) this.#byPlayer.set(client.checker.player, client);
    }
    return this.#byPlayer.get(player);
  }

  /** The run did not end. If all matches have ended, a client still waits for an answer. */
  #stuck(): Breach {
    const [unanswered] = this.clients.flatMap(({ isIdle, checker }) => (isIdle ? [] : checker.unanswered));
    const isOver = [...this.histories.values()].every(({ outcome }) => outcome !== null);
    const what = `after ${this.steps} steps`;
    if (isOver && unanswered !== undefined)
      return { rule: 'C3', what: `${unanswered} has no answer ${what}` };
    return { rule: 'R9', what: `no end ${what}` };
  }
}

/** All promise callbacks have run. No simulated time passes. */
const promisesSettled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Committed = { readonly room: string; readonly revision: number; readonly event: RoomEvent };

/** A memory store that reports each committed entry: the source of truth for what changed a room. */
class ObservedStore extends MemoryStore {
  readonly #onCommitted: (committed: Committed) => void;

  constructor(onCommitted: (committed: Committed) => void) {
    super();
    this.#onCommitted = onCommitted;
  }

  override append(fence: Fence, entry: Entry, settled: (outcome: AppendOutcome) => void): void {
    super.append(fence, entry, (outcome) => {
      const event = entry.event as unknown as RoomEvent;
      // Before the server gets the outcome, and so before any client gets a diff (R2).
      if (outcome === 'stored') this.#onCommitted({ room: fence.room, revision: entry.revision, event });
      settled(outcome);
    });
  }
}
