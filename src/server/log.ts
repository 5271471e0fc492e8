// The log: JSON lines on standard output, in which no secret stands.
import { type DestinationStream, type Level, type Logger, pino } from 'pino';

/** Names under which a secret may come along, wherever in the first three levels. */
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

type LogOptions = {
  readonly level?: Level | 'silent';
  /** Standard output by default. */
  readonly destination?: DestinationStream;
};

export function createLog({ level = 'warn', destination = pino.destination(1) }: LogOptions = {}): Logger {
  return pino({ level, redact: { paths: redacted, censor: '[redacted]' }, base: null }, destination);
}
