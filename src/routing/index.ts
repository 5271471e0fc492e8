export { Gate, type GateOptions, type Tally } from './gate.ts';
export { type House, routes } from './routes.ts';
