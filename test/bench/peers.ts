// The packages of the peers. The first run that needs them installs them; without them the peers are left out.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
/** npm writes this file last: without it, the installation did not finish. */
const installed = join(here, 'node_modules/.package-lock.json');
const INSTALL_TIMEOUT_MS = 300_000;

/** Installs the peers if they are missing. Returns whether they are installed. */
export function ensurePeersInstalled(): boolean {
  if (existsSync(installed)) return true;
  console.error('Installing the peers in test/bench/node_modules, once …');
  const flags = ['--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...flags], {
    ...{ cwd: here, timeout: INSTALL_TIMEOUT_MS, stdio: ['ignore', 'ignore', 'inherit'] },
    shell: process.platform === 'win32',
  });
  return status === 0 && existsSync(installed);
}
