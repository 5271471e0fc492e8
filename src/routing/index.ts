export { Gate, type GateOptions } from './gate.ts';
export { type House, routes } from './routes.ts';
