export { matchDocument } from './documents.ts';
export { createMetrics, type Gauges } from './metrics.ts';
export { playgroundListener } from './playground-routes.ts';
export { createRequestListener, hardenedHttpServer, type ServerStatus } from './router.ts';
export { loadStaticFiles } from './static-files.ts';
