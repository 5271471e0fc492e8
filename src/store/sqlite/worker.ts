// The thread that owns the database file: it commits each batch of requests and answers. A slow disk blocks this event
// loop only.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Checkpointer } from './checkpointer.ts';
import { openDatabase } from './database.ts';
import { type Failure, failureOf } from './errors.ts';
import type { StoreConfig } from './schema.ts';
import { type Answers, Writer } from './writer.ts';

export type WorkerOptions = { readonly folder: string; readonly config: StoreConfig };

/** From the main thread: a batch of requests as JSON, or null to close. */
export type ToWorker = string | null;

/** To the main thread: the answers to a batch, or an error that belongs to no request. */
export type FromWorker = Answers | Failure;

/** The worker's first message: whether it could open the file. */
export type Opening = 'open' | Failure;

if (parentPort !== null) run(parentPort, workerData);

function run(port: MessagePort, { folder, config }: WorkerOptions): void {
  try {
    const { database, close } = openDatabase(folder, config);
    const report = (error: unknown): void => port.postMessage(failureOf(error) satisfies FromWorker);
    const writer = new Writer({ database, config, report });
    const checkpointer = new Checkpointer({ writer, afterMs: config.checkpoint.ms, report });
    port.on('message', (batch: ToWorker) => {
      if (batch !== null) {
        port.postMessage(writer.commit(batch) satisfies FromWorker);
        checkpointer.schedule();
      } else {
        checkpointer.finish();
        close();
        port.close();
      }
    });
    checkpointer.schedule();
    port.postMessage('open' satisfies Opening);
  } catch (error) {
    port.postMessage(failureOf(error) satisfies Opening);
  }
}
