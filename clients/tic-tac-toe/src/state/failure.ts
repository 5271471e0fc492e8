// What went wrong when entering a room, reduced to what the page can say about it.
import { ClientError, type ClientErrorCode } from '../../../../src/client/index.ts';

/** UNKNOWN: not reported by the server, but a fault of the page itself. */
export type Failure = { readonly code: ClientErrorCode | 'UNKNOWN'; readonly message: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof ClientError) return { code: error.code, message: error.message };
  return { code: 'UNKNOWN', message: error instanceof Error ? error.message : String(error) };
}
