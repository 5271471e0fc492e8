import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { sourcesIn } from '../house/sources.ts';

const repository = join(import.meta.dirname, '../..');
const node = (args: readonly string[], cwd = repository): string =>
  execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const npm = (args: readonly string[], cwd: string): string => {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return node([script, ...args], cwd);
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
};

let folder: string;
let packed: readonly string[];

// The package as npm would publish it, page aside, in a folder of its own: the repository's dist stays as it is.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnkeeper-package-'));
  for (const file of ['package.json', 'LICENSE']) copyFileSync(join(repository, file), join(folder, file));
  const project = join(repository, '.config/tsconfig.build.json');
  node([
    join(repository, 'node_modules/typescript/bin/tsc'),
    '-p',
    project,
    '--outDir',
    join(folder, 'dist'),
  ]);
  const template = 'src/cli/new-game';
  cpSync(join(repository, template), join(folder, 'dist', template), { recursive: true });
  const [tarball] = JSON.parse(npm(['pack', '--dry-run', '--ignore-scripts', '--json'], folder));
  packed = tarball.files.map(({ path }: { path: string }) => path);
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  test('holds what is built, with its types, and nothing that only we need', () => {
    expect(packed).toEqual(expect.arrayContaining(['LICENSE', 'package.json', 'dist/src/index.js']));
    expect(
      packed.filter((path) => !/^(LICENSE|package\.json|README\.md|dist\/(src|games)\/.*)$/.test(path)),
    ).toEqual([]);
    // What `turnkeeper new` writes is a text to it.
    const ours = packed.filter((path) => !path.startsWith('dist/src/cli/new-game/'));
    expect(ours.filter((path) => /\.test\.|\.tsx?$(?<!\.d\.ts)/.test(path))).toEqual([]);
    const scripts = packed.filter((path) => path.endsWith('.js'));
    const untyped = scripts.filter((path) => !packed.includes(path.replace(/\.js$/, '.d.ts')));
    expect(scripts.length).toBeGreaterThan(50);
    expect(untyped).toEqual([]);
  });

  test('every door leads to a file that is in it', () => {
    const doors = [...Object.values(packageJson.exports), packageJson.bin.turnkeeper]
      .flatMap((door) => (typeof door === 'string' ? door : Object.values(door)))
      .map((path) => path.replace('./', '').replace('*', 'tic-tac-toe'));
    expect(doors.length).toBeGreaterThan(5);
    expect(doors.filter((path) => !packed.includes(path))).toEqual([]);
  });

  test('each door opens from outside, and the client without any package', () => {
    const names = [
      'turnkeeper',
      'turnkeeper/client',
      'turnkeeper/testing',
      'turnkeeper/testing/arbitraries',
      'turnkeeper/games/tic-tac-toe',
    ];
    writeFileSync(
      join(folder, 'open.mjs'),
      `const opened = {};
       for (const name of ${JSON.stringify(names)}) opened[name] = Object.keys(await import(name));
       console.log(JSON.stringify(opened));`,
    );
    const opened = JSON.parse(node(['open.mjs'], folder));
    expect(opened).toMatchObject({
      turnkeeper: expect.arrayContaining(['createServer', 'defineGame']),
      'turnkeeper/client': expect.arrayContaining(['connect']),
      'turnkeeper/testing': expect.arrayContaining(['startTestServer']),
      'turnkeeper/testing/arbitraries': expect.arrayContaining(['intentsOf']),
      'turnkeeper/games/tic-tac-toe': ['default'],
    });
  });

  test('the command runs built, too', () => {
    expect(node(['dist/src/cli/bin.js', '--version'], folder).trim()).toBe(packageJson.version);
  });

  test('`new` writes a game that compiles against the package, and whose test runs', () => {
    const game = join(folder, 'made/last-stone');
    node(['dist/src/cli/bin.js', 'new', 'last-stone', '--dir', game], folder);
    expect(node(['dist/src/cli/bin.js', 'test', game], folder)).toMatch(/pass 3\b/);
    // As `npm install` would leave it there.
    mkdirSync(join(game, 'node_modules'));
    symlinkSync(folder, join(game, 'node_modules/turnkeeper'), 'junction');
    for (const name of ['xstate', 'zod', '@types'])
      symlinkSync(join(repository, 'node_modules', name), join(game, 'node_modules', name), 'junction');
    expect(node([join(repository, 'node_modules/typescript/bin/tsc'), '-p', game])).toBe('');
  });

  test('every package that the code imports comes with it', () => {
    const ours = sourcesIn('src', 'games').filter(({ path }) => !path.endsWith('.test.ts'));
    const imported = ours.flatMap(({ imports }) =>
      imports.filter(({ target }) => target === undefined).map(({ specifier }) => specifier),
    );
    const packages = new Set(imported.filter((name) => !name.startsWith('node:')));
    const declared: readonly string[] = Object.keys(packageJson.dependencies);
    // Behind a door of its own, for authors who have it already.
    const optional = Object.keys(packageJson.peerDependenciesMeta);
    expect(optional).toEqual(['fast-check']);
    expect([...packages].filter((name) => ![...declared, ...optional].includes(name))).toEqual([]);
    // A game and the server must run the same xstate and zod, so the author's are taken where they fit.
    const peers = Object.keys(packageJson.peerDependencies).filter((name) => !optional.includes(name));
    expect(declared).toEqual(expect.arrayContaining(peers));
  });
});
