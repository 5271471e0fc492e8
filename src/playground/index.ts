export {
  PlaygroundError,
  type PlaygroundErrorCode,
  PlaygroundTables,
  type PlaygroundTablesOptions,
} from './tables.ts';
