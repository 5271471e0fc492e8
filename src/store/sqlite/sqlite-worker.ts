// The thread that owns the file: takes what waits, commits it, answers. A slow disk stalls this loop alone.
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Checkpoints } from './checkpoints.ts';
import { openDatabase } from './database.ts';
import type { Request } from './operations.ts';
import { type Trouble, troubleOf } from './sqlite-errors.ts';
import type { Terms } from './terms.ts';
import { type Answers, Writer } from './writer.ts';

export type WorkerOptions = { readonly folder: string; readonly terms: Terms };

/** What the main thread sends: requests, or null to close. */
export type ToWorker = readonly Request[] | null;

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
    port.on('message', (first: ToWorker) => {
      const messages = [first, ...waitingOn(port)];
      port.postMessage(writer.commit(messages.flatMap((requests) => requests ?? [])) satisfies FromWorker);
      checkpoints.plan();
      if (!messages.includes(null)) return;
      checkpoints.finish();
      close();
      port.close();
    });
    checkpoints.plan();
    port.postMessage('open' satisfies Opening);
  } catch (error) {
    port.postMessage(troubleOf(error) satisfies Opening);
  }
}

/** What has come while the last commit ran: it goes into the next one, together. */
function waitingOn(port: MessagePort): ToWorker[] {
  const messages: ToWorker[] = [];
  for (;;) {
    const received = receiveMessageOnPort(port);
    if (received === undefined) return messages;
    messages.push(received.message);
  }
}
