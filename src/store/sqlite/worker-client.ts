// The main thread's end of the line to the worker: one message at a time, with all that was asked until it is sent.
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StoreError } from '../storage.ts';
import { errorOf, type Failure, isFailure, messageOf } from './errors.ts';
import type { AnswerTo, Request } from './operations.ts';
import type { FromWorker, Opening, ToWorker, WorkerOptions } from './worker.ts';
import type { Answers } from './writer.ts';

export type WorkerClientOptions = WorkerOptions & {
  /** Called with what fails, once a transaction; whoever asked is told besides. */
  readonly report: (error: StoreError) => void;
  /** What the thread runs: worker.ts, except in tests. */
  readonly program?: URL;
};

// biome-ignore lint/suspicious/noExplicitAny: answers wait in one queue, each typed where it was asked for
type Answered = (answer: any) => void;

const closed: Failure = { failure: 'CLOSED', message: 'The store is closed.' };

/** Under `node --watch` a thread also tells, on the same line, which files it has imported. */
const isOfWatch = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'watch:import' in message;

/** The thread's first word. Rejects with what it throws instead. */
function openingOf(worker: Worker): Promise<Opening> {
  return new Promise((resolve, reject) => {
    const take = (message: Opening): void => {
      if (isOfWatch(message)) return;
      worker.off('message', take).off('error', reject);
      resolve(message);
    };
    worker.on('message', take).on('error', reject);
  });
}

export class WorkerClient {
  readonly #worker: Worker;
  readonly #report: (error: StoreError) => void;
  #batch: Request[] = [];
  /** For each request on its way, in order. */
  #waiting: Answered[] = [];
  #closing: Promise<void> | null = null;
  /** Set as soon as no more can be asked. */
  #end: Failure | null = null;

  private constructor(worker: Worker, report: (error: StoreError) => void) {
    this.#worker = worker;
    this.#report = report;
    worker.on('message', (said: FromWorker) => {
      if (isOfWatch(said)) return;
      const failure = isFailure(said) ? said : said.find(isFailure);
      if (failure !== undefined) report(errorOf(failure));
      if (!isFailure(said)) this.#answer(said);
    });
    worker.on('error', (error) => this.#die(`The store's thread has died: ${messageOf(error)}.`));
    worker.on('exit', () => this.#die(closed.message));
  }

  /** Rejects with a StoreError where the file cannot be opened. */
  static async open({
    report,
    program = ownProgram(),
    ...workerData
  }: WorkerClientOptions): Promise<WorkerClient> {
    const worker = new Worker(program, { workerData, execArgv: workerFlags });
    // Awaited from the first: a thread that ends at once tells its last word and its end in one go.
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    const opening = await openingOf(worker);
    if (opening === 'open') return new WorkerClient(worker, report);
    await ended;
    throw errorOf(opening);
  }

  /** `answered` is called exactly once, in the order of asking; at once if the line is closed. */
  send<const Asked extends Request>(
    request: Asked,
    answered: (answer: AnswerTo<Asked> | Failure) => void,
  ): void {
    if (this.#end !== null) {
      answered(this.#end);
      return;
    }
    // When what is handled now is done: all that came in this turn of the loop is handled in one go.
    if (this.#waiting.length === 0) queueMicrotask(() => this.#sendNext());
    this.#batch.push(request);
    this.#waiting.push(answered);
  }

  /** Rejects with a StoreError. */
  request<const Asked extends Request>(request: Asked): Promise<AnswerTo<Asked>> {
    return new Promise((resolve, reject) =>
      this.send(request, (answer) => (isFailure(answer) ? reject(errorOf(answer)) : resolve(answer))),
    );
  }

  /** What was asked before is still done and answered. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#end !== null) return;
    this.#send();
    this.#end = closed;
    this.#worker.postMessage(null satisfies ToWorker);
    await once(this.#worker, 'exit');
  }

  /**
   * What is asked while a batch is under way is the next: the thread could not begin it sooner, and of fewer and larger
   * messages and commits a durable move costs a tenth less on either thread, and is answered sooner.
   */
  #sendNext(): void {
    const isUnderWay = this.#waiting.length > this.#batch.length;
    if (!isUnderWay) this.#send();
  }

  #send(): void {
    if (this.#batch.length === 0) return;
    this.#worker.postMessage(JSON.stringify(this.#batch) satisfies ToWorker);
    this.#batch = [];
  }

  #answer(answers: Answers): void {
    const answered = this.#waiting.splice(0, answers.length);
    // What has gathered meanwhile goes with what this turn of the loop still brings.
    if (this.#batch.length > 0) setImmediate(() => this.#sendNext());
    for (const [i, one] of answered.entries()) one(answers[i]);
  }

  #die(message: string): void {
    const failure: Failure = { failure: 'CLOSED', message };
    if (this.#end === null) this.#report(errorOf(failure));
    this.#end ??= failure;
    this.#batch = [];
    this.#answer(this.#waiting.map(() => failure));
  }
}

/** The program lies beside this file: TypeScript in the repository, JavaScript in the package. */
function ownProgram(): URL {
  return new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
}

/** Node 22 calls node:sqlite experimental, at every start. The thread runs nothing else that could be. */
const workerFlags = ['--disable-warning=ExperimentalWarning'];
