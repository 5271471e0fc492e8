// The peers' packages: installed at the first run that needs them, and done without where they cannot be had.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
/** npm writes it last: a folder without it was never finished. */
const installed = join(here, 'node_modules/.package-lock.json');
const PATIENCE_MS = 300_000;

/** Whether they are there now; installs them if need be. */
export function peersAreThere(): boolean {
  if (existsSync(installed)) return true;
  console.error('The peers are installed in test/bench/node_modules, once …');
  const flags = ['--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...flags], {
    ...{ cwd: here, timeout: PATIENCE_MS, stdio: ['ignore', 'ignore', 'inherit'] },
    shell: process.platform === 'win32',
  });
  return status === 0 && existsSync(installed);
}
