export { Gate, type GateOptions } from './gate.ts';
export type { House } from './routes.ts';
