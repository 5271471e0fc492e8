// Packs what is built, as npm would publish it, and has publint and arethetypeswrong look at the tarball.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'turnkeeper-package-'));
const run = (command: string, ...args: string[]): void => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exitCode = 1;
};

run('npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder);
const [tarball = ''] = readdirSync(folder);
run('publint', join(folder, tarball), '--strict');
run('attw', join(folder, tarball), '--profile', 'esm-only', '--quiet');
rmSync(folder, { recursive: true });
