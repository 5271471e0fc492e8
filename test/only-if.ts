// Options of a test that needs something of the machine; the end of a test run prints the reasons of skipped tests.

declare module 'vitest' {
  interface TaskMeta {
    /** Why the test, or the suite, is skipped on this machine. */
    skipReason?: string;
  }
}

/** `test('…', onlyIf(hasStrace, 'strace is not installed'), () => …)`; also for `describe`. */
export const onlyIf = (condition: boolean, reason: string) => ({
  skip: !condition,
  meta: { skipReason: reason },
});
