// The server under test, in its own process: it is started again and again with the same port and folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export type ServerProcessOptions = {
  /** The program and its arguments, like ['src/cli/bin.ts', 'serve', …]. */
  readonly args: readonly string[];
  /** The command under which the server runs, like strace. */
  readonly under?: readonly string[];
  readonly uid?: number;
};

/** Time limit for a start, in ms. */
const START_MS = 30_000;
/** Time limit for an end, above the server's own time for draining; in ms. */
const STOP_MS = 15_000;

export class ServerProcess {
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  /** Called when the server prints its address. */
  #announced = (): void => {};
  /** The end of the standard error of all starts. */
  errors = '';
  /** The log lines (pino) of all starts. */
  readonly log: string[] = [];

  constructor(options: ServerProcessOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when the server listens, with the time that this took in ms. Rejects with its output if it ends. */
  async start(): Promise<number> {
    const startedAt = performance.now();
    const { args, under = [], uid } = this.#options;
    const [command = '', ...rest] = [...under, process.execPath, ...args];
    const child = spawn(command, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    this.#child = child;
    // The server ends with this program in every case.
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('close', () => process.off('exit', kill));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors = (this.errors + text).slice(-4_000);
    });
    await this.#listening(child);
    return performance.now() - startedAt;
  }

  /** SIGKILL; true if this ended the server. */
  async kill(): Promise<boolean> {
    return (await this.#end('SIGKILL')).signal === 'SIGKILL';
  }

  /** SIGTERM; resolves with the exit code, or with null if the server had to be killed. */
  async drain(): Promise<number | null> {
    return (await this.#end('SIGTERM')).code;
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Resolves when the server reports a second port. */
  announcing(signal: NodeJS.Signals): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#announced = resolve;
    this.#child?.kill(signal);
    return promise;
  }

  async #end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return { code: null, signal: null };
    }
    // A tracer around the server has written everything by then, too.
    const ended = once(child, 'close');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    const [code, by] = await ended;
    clearTimeout(late);
    return { code, signal: by };
  }

  async #listening(child: ChildProcess): Promise<void> {
    const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#announced = resolve;
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('turnkeeper is at ')) this.#announced();
        else this.log.push(line);
      });
    }
    // After all of its output.
    child.once('close', (code, signal) =>
      reject(new Error(`the server ended (${signal ?? code}) before it listened: ${this.errors}`)),
    );
    await promise.finally(() => clearTimeout(late));
  }
}

/** A free port, which the server uses for all its starts. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}
