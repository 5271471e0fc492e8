// The program of the search thread: one search after the other, however long each takes.
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { AnyIntent } from '../game/index.ts';
import { shareOwnPackages } from '../own-packages.ts';
import { type SearchTask, TaskRunner } from './search-task.ts';

/** The reply to a SearchTask; `failure`: the error as text. */
export type SearchAnswer = { readonly intent: AnyIntent | null } | { readonly failure: string };

// Before the first game: an author's module finds turnkeeper here as it does on the server's own thread.
shareOwnPackages();
if (parentPort !== null) run(parentPort);

function run(port: MessagePort): void {
  const runner = new TaskRunner();
  port.on('message', (task: SearchTask) => {
    runner.run(task).then(
      (intent) => port.postMessage({ intent } satisfies SearchAnswer),
      (error: unknown) => port.postMessage({ failure: String(error) } satisfies SearchAnswer),
    );
  });
}
