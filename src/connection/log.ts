// The part of a pino logger that this folder writes to. Frames, tokens and URLs never go there.
import type { Logger } from 'pino';

export type ConnectionLog = Pick<Logger, 'debug' | 'warn'>;
