// One server and the load on it, both as processes of their own; costs are read from the server's own account.
import { join } from 'node:path';
import type { Contestant } from './contestants.ts';
import type { LoadQuestion } from './loads/load.ts';
import type { Played } from './loads/loops.ts';
import type { Memory, Usage } from './probe.ts';
import { Program } from './program.ts';

/** Per move, where nothing else is said. */
export type Cost = {
  /** µs of the server's processor time. */
  readonly cpu: number;
  readonly perSecond: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
};

export type ContestOptions = {
  /** Where the server writes a profile of its processor time when it ends. */
  readonly profile?: string | undefined;
  readonly countsBytes?: boolean;
  /** Another load than the one that plays at tables. */
  readonly load?: string;
};

const here = import.meta.dirname;

export class Contest {
  readonly name: string;
  readonly #server: Program;
  readonly #load: Program;

  private constructor(name: string, server: Program, load: Program) {
    this.name = name;
    this.#server = server;
    this.#load = load;
  }

  static async open(
    { name, server, dialect }: Contestant,
    { profile, countsBytes = false, load = 'loads/load.ts' }: ContestOptions = {},
  ): Promise<Contest> {
    const profiling = profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profile];
    const serving = new Program({
      args: server,
      node: ['--expose-gc', '--import', join(here, 'probe.ts'), ...profiling],
      env: { BENCH_TRAFFIC: countsBytes ? 'on' : 'off' },
    });
    const { at } = await serving.heard<{ at: string }>();
    const loading = new Program({ args: [join(here, load), dialect, at] });
    await loading.heard();
    return new Contest(name, serving, loading);
  }

  ask<Answer>(question: LoadQuestion): Promise<Answer> {
    return this.#load.ask(question);
  }

  memory(): Promise<Memory> {
    return this.#server.ask({ ask: 'memory' });
  }

  /** What something that the load does costs the server. */
  async cost(question: LoadQuestion): Promise<Cost & { readonly played: Played }> {
    const before = await this.#usage();
    const played = await this.ask<Played>(question);
    const after = await this.#usage();
    const each = (total: number): number => total / Math.max(1, played.moves);
    return {
      played,
      cpu: each(after.cpu - before.cpu),
      perSecond: played.moves / played.seconds,
      bytesIn: each(after.bytesIn - before.bytesIn),
      bytesOut: each(after.bytesOut - before.bytesOut),
    };
  }

  async close(): Promise<void> {
    await this.#load.end();
    await this.#server.end();
  }

  #usage(): Promise<Usage> {
    return this.#server.ask({ ask: 'usage' });
  }
}

/** Opens them all at once, which takes each a second or so by itself; and closes them, whatever happens within. */
export async function among<Result>(
  contestants: readonly Contestant[],
  options: ContestOptions,
  work: (contests: readonly Contest[]) => Promise<Result>,
): Promise<Result> {
  const opening = await Promise.allSettled(contestants.map((one) => Contest.open(one, options)));
  const contests = opening.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    for (const one of opening) if (one.status === 'rejected') throw one.reason;
    return await work(contests);
  } finally {
    await Promise.all(contests.map((contest) => contest.close()));
  }
}
