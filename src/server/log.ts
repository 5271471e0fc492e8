// The log: JSON lines on standard output, without secrets.
import { type DestinationStream, type Level, type Logger, pino } from 'pino';

/**
 * What a server writes its log to: a pino logger, or any object with these three methods. `details` holds ids, codes
 * and the error (`err`); `message` is a constant English text. Tokens, seeds, views and chat are never passed.
 */
export interface ServerLog {
  /** Connections that begin and end. */
  debug(details: object, message: string): void;
  /** What the server overcame: a slow step of a game, an append that was not stored, a refused sign-in. */
  warn(details: object, message: string): void;
  /** What cost somebody something: a game that threw, a store that failed, a room that was set aside. */
  error(details: object, message: string): void;
}

/** Keys whose values are replaced by "[redacted]", in the first three levels of `details`. */
const secretNames = [
  'token',
  'authorization',
  'cookie',
  'sec-websocket-protocol',
  'seed',
  'password',
  'secret',
];

const redacted = secretNames.flatMap((name) => {
  const key = `["${name}"]`;
  return [key, `*${key}`, `*.*${key}`];
});

/** The options of `createLog`. */
export type LogOptions = {
  /** The lowest level that is written; `warn` by default. */
  readonly level?: Level | 'silent';
  /** Standard output by default. */
  readonly destination?: DestinationStream;
};

/**
 * A pino logger that redacts secrets: the log of `createServer` where no other is given.
 *
 * @example
 * const server = createServer({ games, log: createLog({ level: 'debug' }) });
 */
export function createLog({ level = 'warn', destination = pino.destination(1) }: LogOptions = {}): Logger {
  return pino({ level, redact: { paths: redacted, censor: '[redacted]' }, base: null }, destination);
}
