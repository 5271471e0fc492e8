// A server or a load as a process of its own, with a line on which it is asked one question at a time.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '../../src/clock/index.ts';

export type ProgramOptions = {
  /** The program with its arguments. */
  readonly args: readonly string[];
  /** Options of Node, before the program. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** No answer takes longer; one that does ends the bench rather than hang it. */
const PATIENCE_MS = 300_000;
const ENDING_MS = 5_000;

export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  readonly #name: string;
  #words = '';

  constructor({ args, node = [], env = {} }: ProgramOptions) {
    this.#name = args.join(' ');
    this.#child = spawn(process.execPath, [...node, ...args], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-2_000);
    });
    this.#ended = once(this.#child, 'close').then(([code, signal]) => {
      throw new Error(`${this.#name} ended (${signal ?? code}): ${this.#words}`);
    });
    this.#ended.catch(() => {});
    // However the bench ends, its processes end with it.
    const kill = (): void => void this.#child.kill('SIGKILL');
    process.once('exit', kill);
    this.#child.once('close', () => process.off('exit', kill));
  }

  /** The first thing it says of itself, like where it listens. */
  heard<Message>(): Promise<Message> {
    const heard = once(this.#child, 'message').then(([message]) => message as Message);
    return this.#inTime(heard);
  }

  /** Rejects where it ends rather than answer, with what it wrote last. */
  async ask<Answer>(question: object): Promise<Answer> {
    const heard = this.heard<{ answer?: Answer; failed?: string }>();
    this.#child.send(question, () => {});
    const { answer, failed } = await heard;
    if (failed !== undefined) throw new Error(`${this.#name}: ${failed}`);
    return answer as Answer;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.send({ ask: 'end' }, () => {});
    const cancel = systemClock.at(Date.now() + ENDING_MS, () => this.#child.kill('SIGKILL'));
    await this.#ended.catch(() => {});
    cancel();
  }

  async #inTime<Value>(work: Promise<Value>): Promise<Value> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const cancel = systemClock.at(Date.now() + PATIENCE_MS, () =>
      reject(new Error(`${this.#name} did not answer: ${this.#words}`)),
    );
    return Promise.race([work, this.#ended, late]).finally(cancel);
  }
}
