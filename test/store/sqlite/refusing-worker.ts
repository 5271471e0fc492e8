// A worker that says why it can't open the file, and has ended before anyone has heard it.
import { parentPort } from 'node:worker_threads';

parentPort?.postMessage({ failure: 'FOREIGN', message: 'not ours' });
process.exit();
