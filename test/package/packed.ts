// The package as npm would publish it (the pages aside), unpacked into node_modules of an empty project.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };

export const repository = join(import.meta.dirname, '../..');
const tsc = join(repository, 'node_modules/typescript/bin/tsc');

/** Runs Node, and returns what it writes to standard output. */
export const node = (args: readonly string[], cwd = repository): string =>
  execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** The errors of tsc for the project in this folder; empty if it compiles. */
export const compileErrors = (folder: string): string =>
  spawnSync(process.execPath, [tsc, '-p', folder], { cwd: folder, encoding: 'utf8' }).stdout;

function npm(args: readonly string[], cwd: string): string {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return node([script, ...args], cwd);
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
}

export type Packed = {
  /** A project that has only the package and what the package declares, and the types of Node. */
  readonly project: string;
  /** The package in it. */
  readonly folder: string;
  /** The paths in the tarball. */
  readonly files: readonly string[];
  remove(): void;
};

/** Builds into a folder of its own, so that the repository's dist stays as it is. */
export function pack(): Packed {
  const root = mkdtempSync(join(tmpdir(), 'turnkeeper-package-'));
  const built = join(root, 'built');
  mkdirSync(built);
  for (const file of ['package.json', 'LICENSE']) copyFileSync(join(repository, file), join(built, file));
  node([tsc, '-p', join(repository, '.config/tsconfig.build.json'), '--outDir', join(built, 'dist')]);
  const template = 'src/cli/new-game';
  cpSync(join(repository, template), join(built, 'dist', template), { recursive: true });
  const [tarball] = JSON.parse(
    npm(['pack', '--ignore-scripts', '--json', '--pack-destination', root], built),
  ) as [{ filename: string; files: { path: string }[] }];
  const project = join(root, 'project');
  const folder = install(join(root, tarball.filename), project);
  return {
    project,
    folder,
    files: tarball.files.map(({ path }) => path),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** As `npm install <tarball>` does, but offline: the declared dependencies come from this repository. */
function install(tarball: string, project: string): string {
  const modules = join(project, 'node_modules');
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  execFileSync('tar', ['-xzf', tarball, '-C', modules]);
  const folder = join(modules, 'turnkeeper');
  cpSync(join(modules, 'package'), folder, { recursive: true });
  rmSync(join(modules, 'package'), { recursive: true });
  const declared = [...Object.keys(packageJson.dependencies), ...Object.keys(packageJson.peerDependencies)];
  for (const name of new Set([...declared, '@types/node'])) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(modules, name), 'junction');
  }
  return folder;
}
