// A time limit for a promise.
import { systemClock } from '../../src/clock/index.ts';

/** Rejects if the promise is not settled within this time, in ms. The work itself continues. */
export async function withTimeLimit<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const cancel = systemClock.at(systemClock.now() + ms, () =>
    reject(new Error(`no end after ${ms / 1000} s`)),
  );
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    cancel();
    work.catch(() => {});
  }
}
