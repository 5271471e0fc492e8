// The flags of `turnkeeper verify`, read all together: every wrong one is told, one a line.
import { z } from 'zod';
import type { Bounds, VerifyOptions } from '../verify/index.ts';
import { wrongCall } from './failure.ts';

export type VerifyFlags = {
  readonly seed?: string;
  readonly seats?: string;
  readonly options?: readonly string[];
  readonly states?: string;
  readonly walks?: string;
  readonly steps?: string;
  readonly leakTests?: string;
  readonly seconds?: string;
  readonly out?: string;
  readonly json?: boolean;
};

/** What a whole run may take by default, a set-up: half for the states, half for the walks. */
export const SECONDS = 60;

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

export type ReadFlags = Pick<VerifyOptions, 'seed' | 'seats' | 'options'> & {
  readonly bounds: Partial<Bounds>;
  readonly seconds: number;
};

/** @throws CommandFailure */
export function readVerifyFlags(flags: VerifyFlags): ReadFlags {
  const problems: string[] = [];
  const count = (flag: string, given: string | undefined, least: number): number | undefined => {
    if (given === undefined) return undefined;
    const read = whole.safeParse(given);
    if (read.success && read.data >= least) return read.data;
    problems.push(`${flag} must be a whole number from ${least}, not "${given}"`);
    return undefined;
  };
  const bounds = {
    states: count('--states', flags.states, 1),
    walks: count('--walks', flags.walks, 0),
    steps: count('--steps', flags.steps, 1),
    leakTests: count('--leak-tests', flags.leakTests, 0),
  };
  const seconds = count('--seconds', flags.seconds, 1) ?? SECONDS;
  const seats = flags.seats?.split(',').map((text) => count('--seats', text, 1) ?? 0);
  const options = flags.options?.map((text) => parsed(text, problems));
  if (problems.length > 0) throw wrongCall(problems.join('\n'));
  const { seed } = flags;
  return {
    ...(seed !== undefined && { seed }),
    ...(seats && { seats }),
    ...(options && { options }),
    bounds: Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)),
    seconds,
  };
}

function parsed(text: string, problems: string[]): unknown {
  try {
    return JSON.parse(text);
  } catch {
    problems.push(`--options must be JSON, not "${text}"`);
    return undefined;
  }
}
