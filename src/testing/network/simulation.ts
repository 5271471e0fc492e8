// The simulated world: one server, its clients, and time, which goes on only where this file moves it.
import { randomLegal, seededRandom } from '../../bots/index.ts';
import { type Game, rulesOf } from '../../game/index.ts';
import { createLog, createServer, defaultLimits, type TurnkeeperServer } from '../../server/index.ts';
import { memoryStorage } from '../../store/index.ts';
import { UNLIMITED_RATES } from '../generous.ts';
import { type Breach, BrokenRule } from './broken-rule.ts';
import { ExpectedHistory } from './expected-history.ts';
import { defaultFaults, FaultInjector } from './faults.ts';
import type { NetworkPlan } from './plan.ts';
import { SimulatedClient } from './simulated-client.ts';
import { SimulatedMatch } from './simulated-match.ts';
import { SteppedClock } from './stepped-clock.ts';
import { type Committed, ObservedStore } from './witnessed-store.ts';

/** A few diffs are much to a reader here, since the matches of a simulation are short. */
const SOON_SLOW = { softBytes: 2 * 1024, hardBytes: 64 * 1024 };

const ANY_NUMBER = { connections: 1_000_000, connectionsPerAddress: 1_000_000, rooms: 1_000_000 };

const STEPS_A_MATCH = 200_000;

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
    this.#mostSteps = plan.mostSteps ?? STEPS_A_MATCH * matches;
    const faults = { ...defaultFaults, ...plan.faults };
    this.faults = new FaultInjector({ clock: this.clock, faults, random: seededRandom(`${seed} faults`) });
    const limits = { ...UNLIMITED_RATES, ...ANY_NUMBER, ...SOON_SLOW, ...plan.limits };
    this.#server = this.#open(plan, limits);
    const frameBytes = limits.frameBytes ?? defaultLimits.frameBytes;
    this.matches = Array.from({ length: matches }, (_, match) => this.#match(plan, { match, frameBytes }));
  }

  get clients(): readonly SimulatedClient[] {
    return this.matches.flatMap(({ clients }) => clients);
  }

  /** Lets time go on until the work is done. @throws BrokenRule at the first step that broke one */
  async runUntilSettled<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    work.then(end, end);
    await this.runUntil(() => isDone);
    return work;
  }

  async runUntil(isThere: () => boolean): Promise<void> {
    for (await settled(); !isThere(); await settled()) {
      if (this.steps >= this.#mostSteps) this.report(this.#stuck());
      else if (this.clock.step()) this.steps += 1;
      else this.report({ rule: 'R9', what: 'nothing is left to happen, and it is not over' });
      if (this.#breach !== undefined) throw this.#breach;
    }
    if (this.#breach !== undefined) throw this.#breach;
  }

  /** Everyone has left: the server holds nothing of them any more. */
  async checkEmpty(): Promise<void> {
    for (const { client } of this.clients) client.close();
    await this.runUntil(() => this.#server.readings().connections === 0);
    const { rooms } = this.#server.readings();
    const left = rooms.waiting + rooms.playing + rooms.finished;
    const isLost = this.clients.some((client) => client.hasLostSeat);
    if (left > 0 && !isLost)
      this.report({ rule: 'R10', what: `${left} rooms are left when everyone has gone` });
    if (this.#breach !== undefined) throw this.#breach;
  }

  async close(): Promise<void> {
    for (const { client } of this.clients) client.close();
    const closed = this.#server.close();
    let isClosed = false;
    closed.then(() => {
      isClosed = true;
    });
    for (await settled(); !isClosed && this.clock.step(); await settled());
    await closed;
  }

  /** The first breach counts: what follows may come of it. */
  report(breach: Breach): void {
    this.#breach ??= new BrokenRule(breach, { seed: this.seed, step: this.steps });
  }

  #open({ game, seed = 1 }: NetworkPlan<G>, limits: NetworkPlan<G>['limits']): TurnkeeperServer {
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

  /** Guests get their ids as they are welcomed. */
  #clientOf(player: string): SimulatedClient | undefined {
    if (!this.#byPlayer.has(player)) {
      for (const client of this.clients) this.#byPlayer.set(client.checker.player, client);
    }
    return this.#byPlayer.get(player);
  }

  /** Once the matches are over, only an answer can be missing. */
  #stuck(): Breach {
    const [unanswered] = this.clients.flatMap(({ isIdle, checker }) => (isIdle ? [] : checker.unanswered));
    const isOver = [...this.histories.values()].every(({ outcome }) => outcome !== null);
    const what = `after ${this.steps} steps`;
    if (isOver && unanswered !== undefined)
      return { rule: 'C3', what: `${unanswered} has no answer ${what}` };
    return { rule: 'R9', what: `no end ${what}` };
  }
}

/** Everything that promises still have to do between two steps; no time passes. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
