// Injects faults: planned faults into the server, one after the other, and random faults into the network. One seed
// determines all of them.
import { setTimeout as sleep } from 'node:timers/promises';
import type { NetworkFault } from './chaos-connection.ts';
import type { History } from './chaos-history.ts';
import type { FaultyProxy } from './chaos-proxy.ts';
import type { ServerProcess } from './chaos-server.ts';

export type Faults = { kills: number; freezes: number; drains: number };
type ServerFault = 'kill' | 'freeze' | 'drain';

export type NemesisOptions = {
  readonly server: ServerProcess;
  readonly proxy: FaultyProxy;
  /** The URL of a page of the server, not through the proxy. */
  readonly health: string;
  readonly history: History;
  readonly random: () => number;
  /** Whether every player is connected. */
  readonly allConnected: () => boolean;
  /** The number of each fault of the server. */
  readonly plan: Faults;
  /** The minimum number of accepted intents of the whole run. */
  readonly minIntents: number;
  /** Time between two faults of one player's connection, in ms. */
  readonly undisturbedMs: number;
  readonly progress: (line: string) => void;
};

/** Time between the return of all players and the next fault of the server, in ms: faults must happen under load. */
const CALM = { min: 150, max: 1_200 };
const FROZEN = { min: 200, max: 2_000 };
/** With fewer connections, network faults are as frequent as for this number. */
const MIN_CONNECTIONS = 16;
const NETWORK_DELAY = { min: 20, max: 400 };
/** After this time, in ms, the next fault happens although players are still absent: the network faults never stop. */
const MAX_ABSENT_MS = 5_000;
/** A server without an accepted intent for this time has failed; in ms. */
const NO_PROGRESS_MS = 30_000;
/** The share of kills after which the server is killed again while it starts. */
const KILLED_AGAIN = 0.15;

export class Nemesis {
  readonly #options: NemesisOptions;
  /** The number of faults that took effect. */
  readonly done: Faults = { kills: 0, freezes: 0, drains: 0 };
  #isOver = false;

  constructor(options: NemesisOptions) {
    this.#options = options;
  }

  /** Resolves at the end of the plan. Rejects if the server does not start again. */
  async run(): Promise<void> {
    const disturbing = this.#disturb();
    try {
      const faults = this.#shuffled();
      for (const [i, fault] of faults.entries()) {
        await this.#waitForIntents((this.#options.minIntents * i) / faults.length);
        const effect = await this.#inject(fault);
        await this.#report(`${i + 1}/${faults.length} ${effect}`);
      }
      await this.#waitForIntents(this.#options.minIntents);
    } finally {
      this.#isOver = true;
      await disturbing;
    }
  }

  #shuffled(): ServerFault[] {
    const { plan, random } = this.#options;
    const faults: ServerFault[] = [
      ...Array<ServerFault>(plan.kills).fill('kill'),
      ...Array<ServerFault>(plan.freezes).fill('freeze'),
      ...Array<ServerFault>(plan.drains).fill('drain'),
    ];
    return faults
      .map((fault) => ({ fault, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ fault }) => fault);
  }

  /** Waits until intents are accepted again and the run has this number of them; then waits for a random time. */
  async #waitForIntents(intents: number): Promise<void> {
    const { history, allConnected } = this.#options;
    await this.#waitForAcceptance();
    const since = performance.now();
    while (!allConnected() && performance.now() - since < MAX_ABSENT_MS) await sleep(20);
    await sleep(this.#between(CALM));
    while (history.accepted.length < intents) {
      await this.#waitForAcceptance();
      await sleep(20);
    }
  }

  async #waitForAcceptance(): Promise<void> {
    const { history } = this.#options;
    const since = performance.now();
    while (history.lastAcceptedAt < since) {
      if (performance.now() - since > NO_PROGRESS_MS) throw new Error('no intent is accepted any more');
      await sleep(5);
    }
  }

  /** Resolves with a description of what happened. */
  async #inject(fault: ServerFault): Promise<string> {
    const { server, proxy } = this.#options;
    // Without a connection there is nothing to disturb.
    const hasConnections = proxy.size > 0;
    if (fault === 'kill' && (await server.kill()) && hasConnections) this.done.kills += 1;
    if (fault === 'drain' && (await server.drain()) === 0 && hasConnections) this.done.drains += 1;
    if (fault === 'freeze') return `frozen for ${await this.#freeze()} ms`;
    const { killedAgain, startMs } = await this.#restart(fault === 'kill');
    return `${fault}${killedAgain ? ', killed again' : ''}, up in ${Math.round(startMs)} ms`;
  }

  async #freeze(): Promise<number> {
    const { server, health } = this.#options;
    const frozenSince = performance.now();
    server.freeze();
    let isAnswered = false;
    const answered = (): void => {
      isAnswered = true;
    };
    const request = fetch(health).then(answered, answered);
    await sleep(this.#between(FROZEN));
    // Not measured at the players: messages that the network delays reach them even now.
    if (!isAnswered) this.done.freezes += 1;
    server.thaw();
    await request;
    return Math.round(performance.now() - frozenSince);
  }

  /** Some starts are interrupted by another kill: recovery must survive that, too. */
  async #restart(wasKilled: boolean): Promise<{ killedAgain: boolean; startMs: number }> {
    const { server, random } = this.#options;
    const killedAgain = wasKilled && random() < KILLED_AGAIN;
    if (killedAgain) {
      const start = server.start().catch(() => {});
      await sleep(random() * 1_000);
      await server.kill();
      await start;
    }
    return { killedAgain, startMs: await server.start() };
  }

  async #disturb(): Promise<void> {
    const { proxy, random, undisturbedMs } = this.#options;
    while (!this.#isOver) {
      await sleep((2 * random() * undisturbedMs) / Math.max(proxy.size, MIN_CONNECTIONS));
      proxy.disturb(this.#networkFault(), random());
    }
  }

  #networkFault(): NetworkFault {
    const { random } = this.#options;
    const types = [
      'cut',
      'cutMidFrame',
      'loseAnswer',
      'repeatUp',
      'repeatDown',
      'holdUp',
      'holdDown',
    ] as const;
    const type = types[Math.floor(random() * types.length)] ?? 'cut';
    return type === 'holdUp' || type === 'holdDown' ? { type, ms: this.#between(NETWORK_DELAY) } : { type };
  }

  #between({ min, max }: { readonly min: number; readonly max: number }): number {
    return min + this.#options.random() * (max - min);
  }

  async #report(what: string): Promise<void> {
    const { history, progress } = this.#options;
    await this.#waitForAcceptance();
    progress(
      `${what}: ${history.accepted.length} accepted, longest pause ${Math.round(history.takeRecentPause())} ms`,
    );
  }
}
