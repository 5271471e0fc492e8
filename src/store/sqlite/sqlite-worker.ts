// The thread that owns the file: takes what waits, commits it, answers. A slow disk stalls this loop alone.
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { openDatabase } from './database.ts';
import { groupCommit } from './group-commit.ts';
import { operationsOn, type Request } from './operations.ts';
import { type Trouble, troubleOf } from './sqlite-errors.ts';
import type { Terms } from './terms.ts';

export type WorkerOptions = { readonly folder: string; readonly terms: Terms };

/** What the main thread sends: requests, or null to close. */
export type ToWorker = readonly Request[] | null;

/** The worker's first message: whether it could open the file. */
export type Opening = 'open' | Trouble;

if (parentPort !== null) run(parentPort, workerData);

function run(port: MessagePort, { folder, terms }: WorkerOptions): void {
  try {
    const { database, close } = openDatabase(folder, terms);
    const commit = groupCommit(database, operationsOn(database, terms.statements));
    port.on('message', (first: ToWorker) => {
      const messages = [first, ...waitingOn(port)];
      port.postMessage(commit(messages.flatMap((requests) => requests ?? [])));
      if (!messages.includes(null)) return;
      close();
      port.close();
    });
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
