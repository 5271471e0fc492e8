// A worker that opens, and dies at its first request.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => {
  throw new Error('out of memory');
});
parentPort?.postMessage('open');
