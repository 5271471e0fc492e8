// SQLite's errors, read: which of its result codes matter here, and a trouble that can cross between threads.
import { StoreError, type StoreErrorCode } from '../storage.ts';

/** A failure as a message: an Error would lose its class and fields on the way between threads. */
export type Failure = { readonly failure: StoreErrorCode; readonly message: string };

const SQLITE_BUSY = 5;
/** Busy, locked, out of memory, read-only, an error of input or output, full, cannot be opened. */
const OF_THE_DISK = new Set([SQLITE_BUSY, 6, 7, 8, 10, 13, 14]);

export function isBusy(error: unknown): boolean {
  return resultCodeOf(error) === SQLITE_BUSY;
}

/** Whether the next attempt may well succeed: it is nothing in what is written, nor in what is there. */
export function isDiskError(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code !== undefined && OF_THE_DISK.has(code);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function failureOf(error: unknown): Failure {
  const code = error instanceof StoreError ? error.code : 'FAILED';
  return { failure: code, message: messageOf(error) };
}

export function errorOf({ failure, message }: Failure): StoreError {
  return new StoreError(failure, message);
}

export function isFailure(answer: unknown): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'failure' in answer;
}

/** SQLite's: the low byte is the code, the rest says more about it. */
function resultCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}
