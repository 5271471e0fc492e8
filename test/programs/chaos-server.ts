// The server under test as a process of its own: started again and again on the same port and folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export type ServerProcessOptions = {
  /** What follows the program, like ['src/cli/bin.ts', 'serve', …]. */
  readonly args: readonly string[];
  /** What it runs under, like strace. */
  readonly under?: readonly string[];
  readonly uid?: number;
};

/** A start that takes longer has failed, ms. */
const START_MS = 30_000;
/** Beyond the server's own time for draining, ms. */
const STOP_MS = 15_000;

export class ServerProcess {
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  /** Called when it says where it is. */
  #announced = (): void => {};
  /** The last of what it wrote to standard error, over all starts. */
  errors = '';
  /** What it logged (pino's lines), over all starts. */
  readonly log: string[] = [];

  constructor(options: ServerProcessOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when it listens, with the ms that took. Rejects with what it said if it ends instead. */
  async start(): Promise<number> {
    const startedAt = performance.now();
    const { args, under = [], uid } = this.#options;
    const [command = '', ...rest] = [...under, process.execPath, ...args];
    const child = spawn(command, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    this.#child = child;
    // However this program ends, it leaves no server behind.
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('close', () => process.off('exit', kill));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors = (this.errors + text).slice(-4_000);
    });
    await this.#listening(child);
    return performance.now() - startedAt;
  }

  /** SIGKILL; true if it was this that ended it. */
  async kill(): Promise<boolean> {
    return (await this.#end('SIGKILL')).signal === 'SIGKILL';
  }

  /** SIGTERM; resolves with the exit code, null if it had to be killed. */
  async drain(): Promise<number | null> {
    return (await this.#end('SIGTERM')).code;
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Resolves when the server says that it listens on one more port. */
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
    // Also a tracer that it runs under has then written everything.
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
    // After all it had to say.
    child.once('close', (code, signal) =>
      reject(new Error(`the server ended (${signal ?? code}) before it listened: ${this.errors}`)),
    );
    await promise.finally(() => clearTimeout(late));
  }
}

/** A port that was free a moment ago: to be had again after each start. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}
