// The rooms' end of the line to the thread that thinks: a queue, one search at a time, and a new thread where one dies.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CancelTimer, Clock } from '../clock/index.ts';
import type { AnyIntent } from '../game/index.ts';
import type { SearchTask } from './search-task.ts';
import type { SearchAnswer } from './search-worker.ts';

export type SearchThreadOptions = {
  readonly clock: Clock;
  /** What the thread runs: search-worker, except in tests. */
  readonly program?: URL;
};

type Waiting = {
  readonly task: SearchTask;
  readonly resolve: (intent: AnyIntent | null) => void;
  readonly reject: (error: Error) => void;
};

/** No search takes longer, whatever its budget says. */
const MAX_MS = 10_000;
/** However many wait, each may think for so long. */
const MIN_MS = 10;
/** A thread that is so late is stuck: in a game that never comes to rest, say. Loading a module is within it. */
const LATE_MS = 10_000;
/** A tree takes some 10 MB. What takes more ends the thread, not the process. */
const HEAP_MB = 256;

export class SearchThread {
  readonly #clock: Clock;
  readonly #program: URL;
  readonly #queue: Waiting[] = [];
  #worker: Worker | null = null;
  #current: Waiting | null = null;
  #dropWatch: CancelTimer = () => {};

  constructor({ clock, program = ownProgram() }: SearchThreadOptions) {
    this.#clock = clock;
    this.#program = program;
  }

  /** How many searches are waited for. */
  get pending(): number {
    return this.#queue.length + (this.#current === null ? 0 : 1);
  }

  /** Rejects where the game fails, or the thread dies of this search; null where the thread is stopped. */
  search(task: SearchTask): Promise<AnyIntent | null> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  /** Ends the thread and what it is at. A later search begins another. */
  stop(): void {
    const left = [...(this.#current ? [this.#current] : []), ...this.#queue.splice(0)];
    this.#drop();
    for (const { resolve } of left) resolve(null);
  }

  #next(): void {
    if (this.#current !== null) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#current = next;
    const task = this.#shared(next.task);
    this.#worker ??= this.#started();
    this.#worker.postMessage(task);
    const latest = this.#clock.now() + (task.budget.ms ?? 0) + LATE_MS;
    this.#dropWatch = this.#clock.at(latest, () => this.#fail('it does not come to an end'));
  }

  /** Those that wait share the time: a full house plays less well, not later. */
  #shared(task: SearchTask): SearchTask {
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
      // Under `node --watch` a thread also tells which files it has imported
      const isAnswer = 'intent' in answer || 'failure' in answer;
      if (worker === this.#worker && isAnswer) this.#answered(answer);
    });
    worker.on('error', (error) => worker === this.#worker && this.#fail(error.message));
    worker.on('exit', () => worker === this.#worker && this.#fail('its thread has ended'));
    // A thought keeps no process alive. Said last, since listening takes it back
    worker.unref();
    return worker;
  }

  #answered(answer: SearchAnswer): void {
    const answered = this.#taken();
    if ('intent' in answer) answered?.resolve(answer.intent);
    else answered?.reject(new Error(answer.failure));
    this.#next();
  }

  /** It costs the search it was at; the others go on with a new thread. */
  #fail(reason: string): void {
    const failed = this.#current;
    this.#drop();
    failed?.reject(new Error(`A search failed: ${reason}.`));
    this.#next();
  }

  #drop(): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#taken();
    void worker?.terminate();
  }

  #taken(): Waiting | null {
    const current = this.#current;
    this.#current = null;
    this.#dropWatch();
    return current;
  }
}

/** The program lies beside this file: TypeScript in the repository, JavaScript in the package. */
function ownProgram(): URL {
  return new URL(`./search-worker${extname(import.meta.url)}`, import.meta.url);
}
