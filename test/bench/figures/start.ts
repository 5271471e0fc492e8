// The time from the start of a server's process until it listens.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { durable, floor, memory } from '../contestants.ts';
import { Program } from '../program.ts';
import type { Measure } from './figure.ts';

const figure = 'start until it listens';
const bin = join(import.meta.dirname, '../../../src/cli/bin.ts');

export const start: Measure = async ({ scale, records }) => {
  for (let round = 0; round < scale.starts; round += 1) {
    for (const { name: who, server } of [floor, memory, durable]) {
      const startedAt = performance.now();
      const program = new Program({
        args: server,
        node: ['--import', join(import.meta.dirname, '../probe.ts')],
      });
      await program.nextMessage();
      records.add({ figure, who, unit: 'ms' }, performance.now() - startedAt);
      await program.end();
    }
    records.add({ figure, who: 'serve --memory, all games', unit: 'ms' }, await startOfCommand());
  }
};

/** The time of the command line program, in ms. */
async function startOfCommand(): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [bin, 'serve', '--memory', '--port', '0'], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('turnkeeper is at ')) break;
  }
  const took = performance.now() - startedAt;
  child.kill('SIGKILL');
  await ended;
  return took;
}
