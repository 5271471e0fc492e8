// SQLite's errors, read: which of its result codes matter here, and a trouble that can cross between threads.
import { StoreError, type StoreErrorCode } from '../store-error.ts';

/** A failure as a message: an Error would lose its class and fields on the way between threads. */
export type Trouble = { readonly trouble: StoreErrorCode; readonly message: string };

const SQLITE_BUSY = 5;

export function isBusy(error: unknown): boolean {
  // The low byte is the code; the rest says more about it.
  return resultCodeOf(error) !== undefined && (Number(resultCodeOf(error)) & 0xff) === SQLITE_BUSY;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function troubleOf(error: unknown): Trouble {
  const trouble = error instanceof StoreError ? error.code : 'FAILED';
  return { trouble, message: messageOf(error) };
}

export function errorOf({ trouble, message }: Trouble): StoreError {
  return new StoreError(trouble, message);
}

export function isTrouble(answer: unknown): answer is Trouble {
  return typeof answer === 'object' && answer !== null && 'trouble' in answer;
}

function resultCodeOf(error: unknown): unknown {
  return error instanceof Error && 'errcode' in error ? error.errcode : undefined;
}
