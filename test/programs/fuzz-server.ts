// A real server in its own process, with its log and its resources.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Resources } from './fuzz-probe.ts';

const here = import.meta.dirname;

/** The command, as users start it. */
export const serve = (...flags: readonly string[]): string[] => [
  join(here, '../../src/cli/bin.ts'),
  ...['serve', '--port', '0', ...flags],
];

/**
 * Runs a program that prints its address, like `serve`. Rejects with its output if it does not.
 * `before`: modules that are loaded first.
 */
export async function startServer(
  program: readonly string[],
  ...before: readonly (string | undefined)[]
): Promise<ServerProcess> {
  // The default data folder is created there.
  const folder = await mkdtemp(join(tmpdir(), 'turnkeeper-'));
  const loaded = [join(here, 'fuzz-probe.ts'), ...before.filter((module) => module !== undefined)];
  const options = ['--expose-gc', ...loaded.flatMap((module) => ['--import', module])];
  const child = spawn(process.execPath, [...options, ...program], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const server = new ServerProcess(child, folder);
  await server.listening;
  return server;
}

export class ServerProcess {
  /** Every line of the output. */
  readonly lines: string[] = [];
  readonly listening: Promise<void>;
  #url = '';
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<unknown>;
  readonly #errors: Promise<string>;
  #stopping = false;

  constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.#ended = once(child, 'close');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.listening = promise;
    if (child.stdout === null || child.stderr === null) throw new TypeError('the output is to be piped');
    this.#errors = text(child.stderr);
    void this.#ended.then(async () => reject(new Error(`the server did not start: ${await this.#errors}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, url] = /^turnkeeper is at (http:\/\/\S+)/.exec(line) ?? [];
      if (url === undefined) this.lines.push(line);
      else {
        this.#url = url;
        resolve();
      }
    });
  }

  /** `http://localhost:port` */
  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The server has ended without a request. */
  get crashed(): boolean {
    const { exitCode, signalCode } = this.#child;
    return !this.#stopping && (exitCode !== null || signalCode !== null);
  }

  /** Errors in the log, and uncaught errors that Node reported. */
  get faults(): string[] {
    return this.lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 50);
  }

  /** The standard error of the process. */
  get lastWords(): Promise<string> {
    return this.#errors;
  }

  vitals(): Promise<Resources | undefined> {
    return this.ask<Resources>('vitals');
  }

  /** One question at a time; undefined if the process ends before its answer. */
  async ask<Answer>(question: string): Promise<Answer | undefined> {
    const answered = new Promise<Answer>((resolve) => {
      this.#child.once('message', (answer) => resolve(answer as Answer));
      this.#child.send(question, () => {});
    });
    return Promise.race([answered, this.#ended.then(() => undefined)]);
  }

  /** The sum of a metric in /metrics; infinite if the server does not answer. */
  async metric(name: string): Promise<number> {
    const answer = await fetch(`${this.#url}/metrics`)
      .then((response) => response.text())
      .catch(() => null);
    if (answer === null) return Number.POSITIVE_INFINITY;
    const found = answer.split('\n').filter((line) => line.startsWith(name));
    return found.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    // No drain: the attackers are still connected.
    this.#child.kill('SIGKILL');
    await this.#ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
