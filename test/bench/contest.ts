// One server and its load, each in its own process. The server reports what the operating system accounts to it.
import { join } from 'node:path';
import type { Contestant } from './contestants.ts';
import type { LoadRequest } from './loads/load.ts';
import type { LoadResult } from './loads/loops.ts';
import type { Memory, Usage } from './probe.ts';
import { Program } from './program.ts';

/** Per move, unless the figure names another unit of work. */
export type Cost = {
  /** CPU time of the server, in µs. */
  readonly cpu: number;
  readonly perSecond: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
};

export type ContestOptions = {
  /** The folder in which the server writes a CPU profile when it ends. */
  readonly profile?: string | undefined;
  readonly countsBytes?: boolean;
  /** The program of the load. Default: the load that plays at tables. */
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
    { name, server, loadModule }: Contestant,
    { profile, countsBytes = false, load = 'loads/load.ts' }: ContestOptions = {},
  ): Promise<Contest> {
    const profiling = profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profile];
    const serverProgram = new Program({
      args: server,
      node: ['--expose-gc', '--import', join(here, 'probe.ts'), ...profiling],
      env: { BENCH_TRAFFIC: countsBytes ? 'on' : 'off' },
    });
    const { address } = await serverProgram.nextMessage<{ address: string }>();
    const loadProgram = new Program({ args: [join(here, load), loadModule, address] });
    await loadProgram.nextMessage();
    return new Contest(name, serverProgram, loadProgram);
  }

  request<Answer>(request: LoadRequest): Promise<Answer> {
    return this.#load.request(request);
  }

  memory(): Promise<Memory> {
    return this.#server.request({ type: 'memory' });
  }

  /** The cost to the server of one request to the load. */
  async cost(request: LoadRequest): Promise<Cost> {
    const before = await this.#usage();
    const result = await this.request<LoadResult>(request);
    const after = await this.#usage();
    const perMove = (total: number): number => total / Math.max(1, result.moves);
    return {
      cpu: perMove(after.cpu - before.cpu),
      perSecond: result.moves / result.seconds,
      bytesIn: perMove(after.bytesIn - before.bytesIn),
      bytesOut: perMove(after.bytesOut - before.bytesOut),
    };
  }

  async close(): Promise<void> {
    await this.#load.end();
    await this.#server.end();
  }

  #usage(): Promise<Usage> {
    return this.#server.request({ type: 'usage' });
  }
}

/** Opens all contests at the same time, since each needs about a second. Closes them also when `work` fails. */
export async function withContests<Result>(
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
