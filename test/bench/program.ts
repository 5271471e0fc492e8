// A server or a load in its own process. It answers one request at a time over the IPC channel.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '../../src/clock/index.ts';

export type ProgramOptions = {
  /** The path of the program and its arguments. */
  readonly args: readonly string[];
  /** Options for Node. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Without an answer in this time the request fails, so that the benchmark cannot hang. */
const ANSWER_TIMEOUT_MS = 300_000;
const EXIT_TIMEOUT_MS = 5_000;

export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  readonly #name: string;
  #stderr = '';

  constructor({ args, node = [], env = {} }: ProgramOptions) {
    this.#name = args.join(' ');
    this.#child = spawn(process.execPath, [...node, ...args], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-2_000);
    });
    this.#ended = once(this.#child, 'close').then(([code, signal]) => {
      throw new Error(`${this.#name} ended (${signal ?? code}): ${this.#stderr}`);
    });
    this.#ended.catch(() => {});
    // The child processes end with the benchmark, however it ends.
    const kill = (): void => void this.#child.kill('SIGKILL');
    process.once('exit', kill);
    this.#child.once('close', () => process.off('exit', kill));
  }

  /** The next message of the program: the first one is its address, or 'ready'. */
  nextMessage<Message>(): Promise<Message> {
    return this.#inTime(once(this.#child, 'message').then(([message]) => message as Message));
  }

  /** Rejects if the program ends before it answers; the error has the last text on stderr. */
  async request<Answer>(request: object): Promise<Answer> {
    const reply = this.nextMessage<{ answer?: Answer; failed?: string }>();
    this.#child.send(request, () => {});
    const { answer, failed } = await reply;
    if (failed !== undefined) throw new Error(`${this.#name}: ${failed}`);
    return answer as Answer;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.send({ type: 'end' }, () => {});
    const cancel = systemClock.at(Date.now() + EXIT_TIMEOUT_MS, () => this.#child.kill('SIGKILL'));
    await this.#ended.catch(() => {});
    cancel();
  }

  async #inTime<Value>(work: Promise<Value>): Promise<Value> {
    const { promise: timeout, reject } = Promise.withResolvers<never>();
    const cancel = systemClock.at(Date.now() + ANSWER_TIMEOUT_MS, () =>
      reject(new Error(`${this.#name} did not answer: ${this.#stderr}`)),
    );
    return Promise.race([work, this.#ended, timeout]).finally(cancel);
  }
}
