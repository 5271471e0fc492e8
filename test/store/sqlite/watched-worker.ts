// The store's thread as it speaks under `node --watch`: which files it imports comes on the same line.
import { parentPort } from 'node:worker_threads';

parentPort?.postMessage({ 'watch:import': ['file:///somewhere.ts'] });
await import('../../../src/store/sqlite/worker.ts');
parentPort?.postMessage({ 'watch:import': ['file:///elsewhere.ts'] });
