export { Refused, type RefusedCode } from './refused.ts';
export { Tables, type TablesOptions } from './tables.ts';
