// The queue to the search thread: one search at a time, on a worker that is replaced when it dies or hangs.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { AnyIntent } from '../game/index.ts';
import type { SearchTask } from './search-task.ts';
import type { SearchAnswer } from './search-worker.ts';

export type SearchThreadOptions = {
  readonly clock: Clock;
  /** The worker's program; search-worker, except in tests. */
  readonly program?: URL;
};

type Waiting = {
  readonly task: SearchTask;
  readonly resolve: (intent: AnyIntent | null) => void;
  readonly reject: (error: Error) => void;
};

/** Limit of one search, whatever its budget. */
const MAX_MS = 10_000;
/** Each search gets at least this, however many wait. */
const MIN_MS = 10;
/** A worker this late is stuck, for example in a game that never comes to rest. Includes the loading of a module. */
const LATE_MS = 10_000;
/** A tree takes some 10 MB. More than this ends the worker, not the process. */
const HEAP_MB = 256;

/** One for each server. The worker starts with the first search. */
export class SearchThread {
  readonly #clock: Clock;
  readonly #program: URL;
  readonly #queue: Waiting[] = [];
  #worker: Worker | null = null;
  #current: Waiting | null = null;
  #cancelTimeout: CancelTimer = () => {};

  constructor({ clock, program = ownProgram() }: SearchThreadOptions) {
    this.#clock = clock;
    this.#program = program;
  }

  /** Number of searches that run or wait. */
  get pending(): number {
    return this.#queue.length + (this.#current === null ? 0 : 1);
  }

  /** Rejects where the game fails, or where the worker dies during this search; null where the thread is stopped. */
  search(task: SearchTask): Promise<AnyIntent | null> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  /** Ends the worker and every pending search. A later search starts another worker. */
  stop(): void {
    const left = [...(this.#current ? [this.#current] : []), ...this.#queue.splice(0)];
    this.#endWorker();
    for (const { resolve } of left) resolve(null);
  }

  #next(): void {
    if (this.#current !== null) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#current = next;
    const task = this.#withShareOfTime(next.task);
    this.#worker ??= this.#started();
    this.#worker.postMessage(task);
    const latest = this.#clock.now() + (task.budget.ms ?? 0) + LATE_MS;
    this.#cancelTimeout = this.#clock.at(latest, () => this.#fail('it does not come to an end'));
  }

  /** Waiting searches share the time: under load each gets less, which means weaker play and no delay. */
  #withShareOfTime(task: SearchTask): SearchTask {
    const most = Math.min(task.budget.ms ?? MAX_MS, MAX_MS);
    const ms = Math.min(most, Math.max(MIN_MS, most / (1 + this.#queue.length)));
    return { ...task, budget: { ...task.budget, ms } };
  }

  #started(): Worker {
    const worker = new Worker(this.#program, {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.on('message', (answer: SearchAnswer) => {
      // Under `node --watch` a worker also sends messages about the files that it has imported
      const isAnswer = 'intent' in answer || 'failure' in answer;
      if (worker === this.#worker && isAnswer) this.#answered(answer);
    });
    worker.on('error', (error) => worker === this.#worker && this.#fail(error.message));
    worker.on('exit', () => worker === this.#worker && this.#fail('its thread has ended'));
    // A search keeps no process alive. Last, because adding a listener refs the worker again
    worker.unref();
    return worker;
  }

  #answered(answer: SearchAnswer): void {
    const answered = this.#takeCurrent();
    if ('intent' in answer) answered?.resolve(answer.intent);
    else answered?.reject(new Error(answer.failure));
    this.#next();
  }

  /** Costs the current search; the waiting ones continue on a new worker. */
  #fail(reason: string): void {
    const failed = this.#current;
    this.#endWorker();
    failed?.reject(new Error(`A search failed: ${reason}.`));
    this.#next();
  }

  #endWorker(): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#takeCurrent();
    void worker?.terminate();
  }

  #takeCurrent(): Waiting | null {
    const current = this.#current;
    this.#current = null;
    this.#cancelTimeout();
    return current;
  }
}

/** Beside this file: TypeScript in the repository, JavaScript in the package. */
function ownProgram(): URL {
  return new URL(`./search-worker${extname(import.meta.url)}`, import.meta.url);
}
