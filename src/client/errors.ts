// The one error that the promises of the client reject with, its codes and its texts.
import type { ErrorCode } from '../protocol/index.ts';

/**
 * A code of the server (the protocol's catalogue), or one of the client's own:
 * - CLOSED: the client was closed for good, so no answer will come;
 * - LOST: the connection broke before the answer, and asking again might do it twice;
 * - LEFT: the room was left before the answer came;
 * - CANCELLED: the ticket was cancelled.
 */
export type ClientErrorCode = ErrorCode | 'CLOSED' | 'LOST' | 'LEFT' | 'CANCELLED';

/**
 * What was asked for was refused, or has become impossible. Branch on `code`; `message` is English for developers.
 *
 * @example
 * ```ts
 * try {
 *   await client.join({ code });
 * } catch (error) {
 *   if (error instanceof ClientError && error.code === 'UNKNOWN_ROOM') showWrongCode();
 *   else throw error;
 * }
 * ```
 */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string = code) {
    super(message);
    this.code = code;
  }
}

export const leftError = (): ClientError => new ClientError('LEFT', 'The room was left.');

const RETRYABLE: readonly ClientErrorCode[] = [
  'RATE_LIMITED',
  'SESSION_LIMIT',
  'ROOM_BUSY',
  'STORE_FAILED',
  'SERVER_FULL',
  'SERVER_DRAINING',
];

/** Does the server refuse this only for the moment? The client then repeats by itself what it needs to go on. */
export const isRetryable = ({ code }: ClientError): boolean => RETRYABLE.includes(code);
