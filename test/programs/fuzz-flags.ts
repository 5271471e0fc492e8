// The command line of the programs fuzz and soak: an amount, a seed, and --json.
import { parseArgs } from 'node:util';

export type Flags = {
  /** The value of the flag for the amount. */
  readonly amount: number;
  readonly seed: string;
  readonly json: boolean;
};

/** Ends the process with code 2 if the flags are wrong. */
export function readFlags(name: string, { least, usual }: { least: number; usual: number }): Flags {
  try {
    const { values } = parseArgs({
      options: { [name]: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } },
    });
    const amount = Number(values[name] ?? usual);
    if (!Number.isFinite(amount) || amount < least)
      throw new Error(`--${name} must be a number from ${least}`);
    return {
      amount,
      seed: String(values.seed ?? Math.floor(Math.random() * 1e9)),
      json: values.json === true,
    };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

/** A progress line that is overwritten. Only on a terminal. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}
