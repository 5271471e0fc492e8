// A worker that opens well and dies of the first thing it is asked.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => {
  throw new Error('out of memory');
});
parentPort?.postMessage('open');
