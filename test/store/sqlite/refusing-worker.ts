// A worker that cannot open the file, and ends before the main thread has received its message.
import { parentPort } from 'node:worker_threads';

parentPort?.postMessage({ failure: 'FOREIGN', message: 'not ours' });
process.exit();
