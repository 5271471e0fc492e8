// Errors of SQLite: which of its result codes matter here, and how a failure crosses between threads.
import { StoreError, type StoreErrorCode } from '../storage.ts';

/** A StoreError as a plain object: an Error loses its class and its fields between threads. */
export type Failure = { readonly failure: StoreErrorCode; readonly message: string };

const SQLITE_BUSY = 5;
/** Busy, locked, out of memory, read-only, I/O error, full, cannot open. */
const DISK_ERRORS = new Set([SQLITE_BUSY, 6, 7, 8, 10, 13, 14]);

export function isBusy(error: unknown): boolean {
  return resultCodeOf(error) === SQLITE_BUSY;
}

/** Whether the next attempt may succeed: neither what is written nor what is stored is the cause. */
export function isDiskError(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code !== undefined && DISK_ERRORS.has(code);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function failureOf(error: unknown): Failure {
  const failure = error instanceof StoreError ? error.code : 'FAILED';
  return { failure, message: messageOf(error) };
}

export function errorOf({ failure, message }: Failure): StoreError {
  return new StoreError(failure, message);
}

export function isFailure(answer: unknown): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'failure' in answer;
}

/** SQLite's result code: the low byte. The other bytes only refine it. */
function resultCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
}
