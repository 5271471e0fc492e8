// The thread that owns the file: takes what is asked, commits it, answers. A slow disk stalls this loop alone.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Checkpoints } from './checkpointer.ts';
import { openDatabase } from './database.ts';
import { type Trouble, troubleOf } from './errors.ts';
import type { Terms } from './schema.ts';
import { type Answers, Writer } from './writer.ts';

export type WorkerOptions = { readonly folder: string; readonly terms: Terms };

/** What the main thread sends: requests as JSON, or null to close. */
export type ToWorker = string | null;

/** What it sends: the answers to a batch, or why something failed that nobody had asked for. */
export type FromWorker = Answers | Trouble;

/** The worker's first message: whether it could open the file. */
export type Opening = 'open' | Trouble;

if (parentPort !== null) run(parentPort, workerData);

function run(port: MessagePort, { folder, terms }: WorkerOptions): void {
  try {
    const { database, close } = openDatabase(folder, terms);
    const report = (error: unknown): void => port.postMessage(troubleOf(error) satisfies FromWorker);
    const writer = new Writer({ database, terms, report });
    const checkpoints = new Checkpoints({ writer, afterMs: terms.checkpoint.ms, report });
    port.on('message', (asked: ToWorker) => {
      if (asked !== null) {
        port.postMessage(writer.commit(asked) satisfies FromWorker);
        checkpoints.plan();
      } else {
        checkpoints.finish();
        close();
        port.close();
      }
    });
    checkpoints.plan();
    port.postMessage('open' satisfies Opening);
  } catch (error) {
    port.postMessage(troubleOf(error) satisfies Opening);
  }
}
