// What went wrong in a store, in words for whoever runs the server.

/**
 * - `IN_USE`: another process has the folder open.
 * - `FOREIGN`: the file is not turnkeeper's; it was not touched.
 * - `NEWER`: the file was written by a later turnkeeper; it was not touched.
 * - `EXISTS`: a backup would overwrite a file.
 * - `FAILED`: the disk or the file refused; the next attempt may succeed.
 * - `CLOSED`: the store was closed, or its thread has died.
 */
export type StoreErrorCode = 'IN_USE' | 'FOREIGN' | 'NEWER' | 'EXISTS' | 'FAILED' | 'CLOSED';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
