// The long form of the tests, `npm run test:long`: heavy proofs in full, and properties with ten times as many runs.

export const isLong = process.env.LONG_TESTS === '1';

/** The number of runs of a property. A test file that imports this has a long form. */
export const runs = (short: number, long = short * 10): number => (isLong ? long : short);
