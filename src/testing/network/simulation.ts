// The simulated world: one server, its guests, and time, which goes on only where this file moves it.
import { randomLegal, seededRandom } from '../../bots/index.ts';
import { type Game, rulesOf } from '../../game/index.ts';
import { createLog, createServer, defaultLimits, type TurnkeeperServer } from '../../server/index.ts';
import { memoryStorage } from '../../store/index.ts';
import { GENEROUS } from '../generous.ts';
import { type Breach, BrokenRule } from './broken-rule.ts';
import { Chronicle } from './chronicle.ts';
import { defaultFaults, Weather } from './faults.ts';
import { Guest } from './guest.ts';
import type { NetworkPlan } from './plan.ts';
import { SteppedClock } from './stepped-clock.ts';
import { Table } from './table.ts';
import { type Committed, WitnessedStore } from './witnessed-store.ts';

/** A few diffs are much to a reader here, since the matches of a simulation are short. */
const SOON_SLOW = { softBytes: 2 * 1024, hardBytes: 64 * 1024 };

const ANY_NUMBER = { connections: 1_000_000, connectionsPerAddress: 1_000_000, rooms: 1_000_000 };

const STEPS_A_MATCH = 200_000;

export class Simulation<G extends Game> {
  readonly seed: string | number;
  readonly clock = new SteppedClock();
  readonly weather: Weather;
  readonly tables: readonly Table[];
  readonly chronicles = new Map<string, Chronicle>();
  steps = 0;
  readonly #server: TurnkeeperServer;
  readonly #rules: ReturnType<typeof rulesOf>;
  readonly #mostSteps: number;
  readonly #byPlayer = new Map<string, Guest>();
  #breach: BrokenRule | undefined;

  constructor(plan: NetworkPlan<G>) {
    const { game, seed = 1, matches = 1 } = plan;
    this.seed = seed;
    this.#rules = rulesOf(game);
    this.#mostSteps = plan.mostSteps ?? STEPS_A_MATCH * matches;
    const faults = { ...defaultFaults, ...plan.faults };
    this.weather = new Weather({ clock: this.clock, faults, random: seededRandom(`${seed} faults`) });
    const limits = { ...GENEROUS, ...ANY_NUMBER, ...SOON_SLOW, ...plan.limits };
    this.#server = this.#open(plan, limits);
    const frameBytes = limits.frameBytes ?? defaultLimits.frameBytes;
    this.tables = Array.from({ length: matches }, (_, match) => this.#table(plan, { match, frameBytes }));
  }

  get guests(): readonly Guest[] {
    return this.tables.flatMap(({ guests }) => guests);
  }

  /** Lets time go on until the work is done. @throws BrokenRule at the first step that broke one */
  async through<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const end = (): void => {
      isDone = true;
    };
    work.then(end, end);
    await this.goOn(() => isDone);
    return work;
  }

  async goOn(isThere: () => boolean): Promise<void> {
    for (await settled(); !isThere(); await settled()) {
      if (this.steps >= this.#mostSteps) this.broken(this.#stuck());
      else if (this.clock.step()) this.steps += 1;
      else this.broken({ rule: 'R9', what: 'nothing is left to happen, and it is not over' });
      if (this.#breach !== undefined) throw this.#breach;
    }
    if (this.#breach !== undefined) throw this.#breach;
  }

  /** Everyone has left: the server holds nothing of them any more. */
  async empty(): Promise<void> {
    for (const { client } of this.guests) client.close();
    await this.goOn(() => this.#server.readings().connections === 0);
    const { rooms } = this.#server.readings();
    const left = rooms.waiting + rooms.playing + rooms.finished;
    const isLost = this.guests.some((guest) => guest.isLost);
    if (left > 0 && !isLost)
      this.broken({ rule: 'R10', what: `${left} rooms are left when everyone has gone` });
    if (this.#breach !== undefined) throw this.#breach;
  }

  async close(): Promise<void> {
    for (const { client } of this.guests) client.close();
    const closed = this.#server.close();
    let isClosed = false;
    closed.then(() => {
      isClosed = true;
    });
    for (await settled(); !isClosed && this.clock.step(); await settled());
    await closed;
  }

  /** The first breach counts: what follows may come of it. */
  broken(breach: Breach): void {
    this.#breach ??= new BrokenRule(breach, { seed: this.seed, step: this.steps });
  }

  #open({ game, seed = 1 }: NetworkPlan<G>, limits: NetworkPlan<G>['limits']): TurnkeeperServer {
    let begun = 0;
    const storage = memoryStorage();
    const server = createServer({
      ...{ games: [game], clock: this.clock, log: createLog({ level: 'silent' }), limits: { ...limits } },
      storage: { ...storage, rooms: new WitnessedStore((committed) => this.#committed(committed)) },
      createSeed: () => {
        begun += 1;
        return `${seed} match ${begun}`;
      },
    });
    return server;
  }

  #table(plan: NetworkPlan<G>, { match, frameBytes }: { match: number; frameBytes: number }): Table {
    const { game, strategy = randomLegal, tamper = (text) => [text], spectators = 1 } = plan;
    const chronicleOf = (room: string) => this.chronicles.get(room);
    const broken = (breach: Breach): void => this.broken(breach);
    const guests = (count: number, kind: string) =>
      Array.from({ length: count }, (_, place) => {
        const name = `${kind} ${match + 1}-${place + 1}`;
        const at = { server: this.#server, frameBytes, weather: this.weather, chronicleOf, broken };
        return new Guest({ ...at, name, tamper, strategy, seed: `${this.seed} ${name}` });
      });
    return new Table({
      ...{ game: game.name, options: plan.options, chronicleOf, broken },
      players: guests(plan.seats ?? game.seats.min, 'Player'),
      spectators: guests(spectators, 'Watcher'),
    });
  }

  #committed({ room, revision, event }: Committed): void {
    if (event.type === 'opened') {
      this.chronicles.set(
        room,
        new Chronicle(event.setup, {
          rules: this.#rules,
          broken: (breach) => this.broken(breach),
          wasSent: (player, seq, intent) => this.#guestOf(player)?.witness.wasSent(seq, intent) ?? false,
        }),
      );
    }
    this.chronicles.get(room)?.take(event, revision);
  }

  /** Guests get their ids as they are welcomed. */
  #guestOf(player: string): Guest | undefined {
    if (!this.#byPlayer.has(player)) {
      for (const guest of this.guests) this.#byPlayer.set(guest.witness.player, guest);
    }
    return this.#byPlayer.get(player);
  }

  /** Once the matches are over, only an answer can be missing. */
  #stuck(): Breach {
    const [unanswered] = this.guests.flatMap(({ isQuiet, witness }) => (isQuiet ? [] : witness.unanswered));
    const isOver = [...this.chronicles.values()].every(({ outcome }) => outcome !== null);
    const what = `after ${this.steps} steps`;
    if (isOver && unanswered !== undefined)
      return { rule: 'C3', what: `${unanswered} has no answer ${what}` };
    return { rule: 'R9', what: `no end ${what}` };
  }
}

/** Everything that promises still have to do between two steps; no time passes. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
