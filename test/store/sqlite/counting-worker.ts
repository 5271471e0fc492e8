// A worker that answers each request with the number of requests in the same message.
import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../../src/store/sqlite/worker.ts';

parentPort?.on('message', (batch: ToWorker) => {
  const requests = batch === null ? null : (JSON.parse(batch) as unknown[]);
  if (requests === null) parentPort?.close();
  else parentPort?.postMessage(requests.map(() => requests.length));
});
parentPort?.postMessage('open');
