// The main thread's side of the worker: collects requests, sends them as one batch at a time, passes on the answers.
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StoreError } from '../storage.ts';
import { errorOf, type Failure, isFailure, messageOf } from './errors.ts';
import type { AnswerTo, Request } from './operations.ts';
import type { FromWorker, Opening, ToWorker, WorkerOptions } from './worker.ts';
import type { Answers } from './writer.ts';

export type WorkerClientOptions = WorkerOptions & {
  /** Called once for each transaction that fails. The failed requests are answered as well. */
  readonly report: (error: StoreError) => void;
  /** What the thread runs: worker.ts, except in tests. */
  readonly program?: URL;
};

// biome-ignore lint/suspicious/noExplicitAny: callbacks wait in one queue, each typed where its request was sent
type Callback = (answer: any) => void;

const closed: Failure = { failure: 'CLOSED', message: 'The store is closed.' };

export class WorkerClient {
  readonly #worker: Worker;
  readonly #report: (error: StoreError) => void;
  /** Requests that are not sent yet. */
  #batch: Request[] = [];
  /** For each request that is not answered yet, in order. */
  #callbacks: Callback[] = [];
  #closing: Promise<void> | null = null;
  /** Why nothing can be sent any more. */
  #end: Failure | null = null;

  private constructor(worker: Worker, report: (error: StoreError) => void) {
    this.#worker = worker;
    this.#report = report;
    worker.on('message', (message: FromWorker) => {
      if (isOfWatch(message)) return;
      const failure = isFailure(message) ? message : message.find(isFailure);
      if (failure !== undefined) report(errorOf(failure));
      if (!isFailure(message)) this.#answer(message);
    });
    worker.on('error', (error) => this.#die(`The store's thread has died: ${messageOf(error)}.`));
    worker.on('exit', () => this.#die(closed.message));
  }

  /** Rejects with a StoreError where the file cannot be opened. */
  static async open({
    report,
    program = workerFile(),
    ...workerData
  }: WorkerClientOptions): Promise<WorkerClient> {
    const worker = new Worker(program, { workerData, execArgv: workerFlags });
    // Listened to from the start: a thread that ends at once sends its last message and its end together.
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    const opening = await openingOf(worker);
    if (opening === 'open') return new WorkerClient(worker, report);
    await ended;
    throw errorOf(opening);
  }

  /** `answered` is called exactly once, in the order of the requests; within this call if the store is closed. */
  send<const Sent extends Request>(
    request: Sent,
    answered: (answer: AnswerTo<Sent> | Failure) => void,
  ): void {
    if (this.#end !== null) {
      answered(this.#end);
      return;
    }
    // In a microtask, so that all requests of this tick go into one batch.
    if (this.#callbacks.length === 0) queueMicrotask(() => this.#sendNext());
    this.#batch.push(request);
    this.#callbacks.push(answered);
  }

  /** Rejects with a StoreError. */
  request<const Sent extends Request>(request: Sent): Promise<AnswerTo<Sent>> {
    return new Promise((resolve, reject) =>
      this.send(request, (answer) => (isFailure(answer) ? reject(errorOf(answer)) : resolve(answer))),
    );
  }

  /** The requests that were sent before are still done and answered. */
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
   * Requests that come while a batch is under way wait for the next batch: the thread could not begin them sooner. With
   * fewer and larger messages and commits a durable move costs 10 % less on both threads, and is answered sooner.
   */
  #sendNext(): void {
    const isUnderWay = this.#callbacks.length > this.#batch.length;
    if (!isUnderWay) this.#send();
  }

  #send(): void {
    if (this.#batch.length === 0) return;
    this.#worker.postMessage(JSON.stringify(this.#batch) satisfies ToWorker);
    this.#batch = [];
  }

  #answer(answers: Answers): void {
    const callbacks = this.#callbacks.splice(0, answers.length);
    // The batch that has gathered meanwhile waits for what this iteration of the event loop adds to it.
    if (this.#batch.length > 0) setImmediate(() => this.#sendNext());
    for (const [i, callback] of callbacks.entries()) callback(answers[i]);
  }

  #die(message: string): void {
    const failure: Failure = { failure: 'CLOSED', message };
    if (this.#end === null) this.#report(errorOf(failure));
    this.#end ??= failure;
    this.#batch = [];
    this.#answer(this.#callbacks.map(() => failure));
  }
}

/** The worker's first message. Rejects with what the worker throws instead. */
function openingOf(worker: Worker): Promise<Opening> {
  return new Promise((resolve, reject) => {
    const receive = (message: Opening): void => {
      if (isOfWatch(message)) return;
      worker.off('message', receive).off('error', reject);
      resolve(message);
    };
    worker.on('message', receive).on('error', reject);
  });
}

/** Under `node --watch` a thread sends the files that it has imported in messages of the same kind. */
function isOfWatch(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'watch:import' in message;
}

/** It is next to this file: TypeScript in the repository, JavaScript in the package. */
function workerFile(): URL {
  return new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
}

/** Node 22 warns at each start that node:sqlite is experimental. The thread uses nothing else that is. */
const workerFlags = ['--disable-warning=ExperimentalWarning'];
