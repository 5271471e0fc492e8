// The thread that owns the file: takes what is asked, commits it, answers. A slow disk stalls this loop alone.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Checkpointer } from './checkpointer.ts';
import { openDatabase } from './database.ts';
import { type Failure, failureOf } from './errors.ts';
import type { StoreConfig } from './schema.ts';
import { type Answers, Writer } from './writer.ts';

export type WorkerOptions = { readonly folder: string; readonly config: StoreConfig };

/** What the main thread sends: requests as JSON, or null to close. */
export type ToWorker = string | null;

/** What it sends: the answers to a batch, or why something failed that nobody had asked for. */
export type FromWorker = Answers | Failure;

/** The worker's first message: whether it could open the file. */
export type Opening = 'open' | Failure;

if (parentPort !== null) run(parentPort, workerData);

function run(port: MessagePort, { folder, config }: WorkerOptions): void {
  try {
    const { database, close } = openDatabase(folder, config);
    const report = (error: unknown): void => port.postMessage(failureOf(error) satisfies FromWorker);
    const writer = new Writer({ database, config, report });
    const checkpoints = new Checkpointer({ writer, afterMs: config.checkpoint.ms, report });
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
    port.postMessage(failureOf(error) satisfies Opening);
  }
}
