// The one error that the SDK's promises reject with.
import type { ErrorCode } from '../protocol/index.ts';

/**
 * The server's code, or one of the client's own:
 * - CLOSED: the client was closed for good, so no answer will come;
 * - LOST: the connection broke before the answer, and to ask again might do it twice;
 * - LEFT: the room was left first; CANCELLED: the ticket was.
 */
export type ClientErrorCode = ErrorCode | 'CLOSED' | 'LOST' | 'LEFT' | 'CANCELLED';

/** Something refused or no longer possible. Go by its code; the client's own codes say all there is. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;

  constructor(code: ClientErrorCode, message: string = code) {
    super(message);
    this.code = code;
  }
}

export const leftError = (): ClientError => new ClientError('LEFT');

const RETRYABLE: ReadonlySet<string> = new Set<ErrorCode>([
  'RATE_LIMITED',
  'SESSION_LIMIT',
  'ROOM_BUSY',
  'STORE_FAILED',
  'SERVER_FULL',
  'SERVER_DRAINING',
]);

/** Does the server refuse this only for now? */
export const isRetryable = ({ code }: ClientError): boolean => RETRYABLE.has(code);
