import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { sourcesIn } from '../conventions/sources.ts';
import { apiTests } from './api.ts';
import { embedTests } from './embed.ts';
import { compileErrors, node, type Packed, pack } from './packed.ts';

let packed: Packed;
beforeAll(() => {
  packed = pack();
});
afterAll(() => packed.remove());

describe('the package', () => {
  test('contains the build and its types, and nothing that only the repository needs', () => {
    const { files } = packed;
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'package.json', 'dist/src/index.js']));
    const others = files.filter(
      (path) => !/^(LICENSE|package\.json|README\.md|dist\/(src|games)\/.*)$/.test(path),
    );
    expect(others).toEqual([]);
    // `turnkeeper new` copies these as text.
    const ours = files.filter((path) => !path.startsWith('dist/src/cli/new-game/'));
    expect(ours.filter((path) => /\.test\.|\.tsx?$(?<!\.d\.ts)/.test(path))).toEqual([]);
    const scripts = files.filter((path) => path.endsWith('.js'));
    const untyped = scripts.filter((path) => !files.includes(path.replace(/\.js$/, '.d.ts')));
    expect(scripts.length).toBeGreaterThan(50);
    expect(untyped).toEqual([]);
  });

  test('every entry point is a file of the package', () => {
    const doors = [...Object.values(packageJson.exports), packageJson.bin.turnkeeper]
      .flatMap((door) => (typeof door === 'string' ? door : Object.values(door)))
      .map((path) => path.replace('./', '').replace('*', 'tic-tac-toe'));
    expect(doors.length).toBeGreaterThan(5);
    expect(doors.filter((path) => !packed.files.includes(path))).toEqual([]);
  });

  test('every entry point can be imported', () => {
    const names = Object.keys(packageJson.exports)
      .filter((door) => door !== './package.json')
      .map((door) => door.replace('.', 'turnkeeper').replace('*', 'tic-tac-toe'));
    writeFileSync(
      join(packed.project, 'open.js'),
      `const opened = {};
       for (const name of ${JSON.stringify(names)}) opened[name] = Object.keys(await import(name));
       console.log(JSON.stringify(opened));`,
    );
    const opened = JSON.parse(node(['open.js'], packed.project));
    expect(opened).toMatchObject({
      turnkeeper: expect.arrayContaining(['createServer', 'defineGame', 'openSqlite']),
      'turnkeeper/client': expect.arrayContaining(['connect']),
      'turnkeeper/testing': expect.arrayContaining(['startTestServer']),
      'turnkeeper/testing/arbitraries': expect.arrayContaining(['intentsOf']),
      'turnkeeper/games/tic-tac-toe': ['default'],
    });
  });

  test('the built command runs', () => {
    expect(node([join(packed.folder, 'dist/src/cli/bin.js'), '--version']).trim()).toBe(packageJson.version);
  });

  test('`new` writes a game that compiles against the package, and whose tests pass', () => {
    const bin = join(packed.folder, 'dist/src/cli/bin.js');
    const game = join(packed.project, 'last-stone');
    node([bin, 'new', 'last-stone', '--dir', game]);
    expect(node([bin, 'test', game])).toMatch(/pass 3\b/);
    expect(compileErrors(game)).toBe('');
  });

  test('every package that the code imports is declared as a dependency', () => {
    const ours = sourcesIn('src', 'games').filter(({ path }) => !path.endsWith('.test.ts'));
    const imported = ours.flatMap(({ imports }) =>
      imports.filter(({ target }) => target === undefined).map(({ specifier }) => specifier),
    );
    const packages = new Set(imported.filter((name) => !name.startsWith('node:')));
    const declared: readonly string[] = Object.keys(packageJson.dependencies);
    // Each has an entry point of its own, for authors who use the package anyway.
    const optional = Object.keys(packageJson.peerDependenciesMeta);
    expect([...packages].filter((name) => ![...declared, ...optional].includes(name))).toEqual([]);
    // A game and the server must run the same xstate and zod, so the author's are taken where they fit.
    const peers = Object.keys(packageJson.peerDependencies).filter((name) => !optional.includes(name));
    expect(declared).toEqual(expect.arrayContaining(peers));
  });
});

embedTests(() => packed);
apiTests(() => packed);
