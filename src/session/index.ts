export { Caller, type RefusalCounter } from './caller.ts';
export { readable } from './name.ts';
export type { Connection, ConnectionListener, Identity, Session } from './session.ts';
export { type Hello, Sessions, type SessionsOptions, type Welcome } from './sessions.ts';
export { playerOf } from './token.ts';
