// Runs a program of this folder as a process, which can be read line by line and killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export type Program = {
  /** The lines of its standard output, as they come. */
  readonly lines: AsyncIterable<string>;
  /** Resolves when it has ended, with everything that it wrote to standard error. */
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string }>;
  kill(signal: NodeJS.Signals): void;
};

export type ProgramOptions = {
  /** The command that runs it, such as strace. */
  readonly under?: readonly string[];
  readonly uid?: number;
};

export function program(file: string, argument: unknown, { under = [], uid }: ProgramOptions = {}): Program {
  const words = [...under, process.execPath, join(import.meta.dirname, file), JSON.stringify(argument)];
  const [command = process.execPath, ...args] = words;
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  });
  const errors = text(child.stderr);
  return {
    lines: createInterface({ input: child.stdout }),
    ended: once(child, 'close').then(async ([code]) => ({ code, errors: await errors })),
    kill: (signal) => void child.kill(signal),
  };
}

/** All lines until the program ends; it is killed after `count` of them. */
export async function linesUntilKilled(running: Program, count: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of running.lines) {
    lines.push(line);
    if (lines.length === count) running.kill('SIGKILL');
  }
  await running.ended;
  return lines;
}
