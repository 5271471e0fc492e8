// The store's thread under `node --watch`, which sends the imported files as messages of the same kind.
import { parentPort } from 'node:worker_threads';

parentPort?.postMessage({ 'watch:import': ['file:///somewhere.ts'] });
await import('../../../src/store/sqlite/worker.ts');
parentPort?.postMessage({ 'watch:import': ['file:///elsewhere.ts'] });
