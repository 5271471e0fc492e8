// Runs the command as users do: in a process, with its output and its exit code.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

const bin = join(import.meta.dirname, '../../src/cli/bin.ts');

export type Start = {
  readonly args: readonly string[];
  /** The whole environment, except PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
};

export type Running = {
  readonly process: ChildProcess;
  /** The next line of standard output; rejects if the process ends without one. */
  readonly line: () => Promise<string>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
};

export function start({ args, env = {}, nodeOptions = [] }: Start): Running {
  const child = spawn(process.execPath, [...nodeOptions, bin, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, ...written }));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const next = await lines.next();
    if (next.done) throw new Error(`no line of output; on standard error: ${(await ended).stderr}`);
    return next.value;
  };
  return { process: child, line, ended };
}

/** Runs a command to its end. */
export const run = (of: Start): Running['ended'] => start(of).ended;
