// Waiting for what ought to come, but not for ever.
import { systemClock } from '../../src/clock/index.ts';

/** Rejects if the work is not done in time; goes on with it all the same. */
export async function withTimeLimit<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const cancel = systemClock.at(systemClock.now() + ms, () =>
    reject(new Error(`stood still for ${ms / 1000} s`)),
  );
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    cancel();
    work.catch(() => {});
  }
}
