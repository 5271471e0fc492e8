// The code in READMEs: found by the mark above it, and run against the sources instead of the installed package.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { repository } from './sources.ts';

const run = promisify(execFile);

/**
 * All code under `<!-- run: name -->` or `<!-- file: path -->`, by that name; code under one name twice is joined.
 * A mark is followed by a fence of any language.
 */
export function snippetsOf(readme: string, mark: 'run' | 'file'): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', code = ''] of readme.matchAll(
    new RegExp(`<!-- ${mark}: (\\S+) -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``, 'g'),
  ))
    found.set(name, `${found.get(name) ?? ''}${code}\n`);
  return found;
}

/** `turnkeeper/client` to the file in src that the package's `exports` has built. */
const doors = new Map(
  Object.entries(packageJson.exports).flatMap(([door, target]) =>
    typeof target === 'string'
      ? []
      : [
          [
            door.replace('.', 'turnkeeper'),
            target.default.replace('./dist/', '').replace(/js$/, 'ts'),
          ] as const,
        ],
  ),
);

function sourceOf(door: string): string {
  const game = /^turnkeeper\/games\/(.+)$/.exec(door)?.[1];
  const path = game === undefined ? doors.get(door) : `games/${game}/game.ts`;
  if (path === undefined) throw new Error(`${door} is no door of the package`);
  return join(repository, path);
}

/** The code as it stands in the README, except that imports of the package lead to the sources. */
export const fromSources = (code: string): string =>
  code.replace(/from '(turnkeeper[a-z/-]*)'/g, (_, door: string) => `from '${sourceOf(door)}'`);

/** A folder of its own for the files of one README; removed by `await using`, or by `remove`. */
export class SnippetFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async open(): Promise<SnippetFolder> {
    const folder = new SnippetFolder(await mkdtemp(join(tmpdir(), 'turnkeeper-snippets-')));
    await symlink(join(repository, 'node_modules'), folder.file('node_modules'), 'junction');
    await folder.write('package.json', '{ "type": "module" }');
    return folder;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async write(name: string, code: string): Promise<void> {
    await mkdir(dirname(this.file(name)), { recursive: true });
    await writeFile(this.file(name), code);
  }

  /** The output of the program. */
  async output(name: string, code: string): Promise<string> {
    await this.write(name, code);
    const { stdout } = await run(process.execPath, [this.file(name)], { cwd: this.path, timeout: 60_000 });
    return stdout;
  }

  /** The two outputs of `turnkeeper …`, as one. */
  async turnkeeper(...args: readonly string[]): Promise<string> {
    const { stdout, stderr } = await run(process.execPath, [join(repository, 'src/cli/bin.ts'), ...args], {
      cwd: this.path,
    });
    return stdout + stderr;
  }

  /** The compiler's messages for all TypeScript in the folder; empty if it compiles. */
  async compilerErrors(tsconfig: object = { extends: join(repository, 'tsconfig.json') }): Promise<string> {
    const given = 'compilerOptions' in tsconfig ? (tsconfig.compilerOptions as object) : {};
    const compilerOptions = {
      ...given,
      types: ['node'],
      typeRoots: [join(repository, 'node_modules/@types')],
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
    };
    const config = {
      ...tsconfig,
      compilerOptions,
      include: ['**/*.ts', '**/*.tsx'],
      exclude: ['node_modules'],
    };
    await this.write('tsconfig.json', JSON.stringify(config));
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const ended = await run(process.execPath, [tsc, '-p', this.path]).catch(
      (error: { stdout: string }) => error,
    );
    return ended.stdout;
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}
