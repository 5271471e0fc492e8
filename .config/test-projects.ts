// Which test file belongs to which project. All that is named here needs a process, the disk or a browser, or takes
// longer than a second; everything else is the project `unit`.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const everything = ['test/**/*.test.ts', 'games/**/*.test.ts'];

/** Processes, files, and long properties. */
const slow = [
  'test/bench/guard.test.ts',
  'test/bots/{levels,search-thread,strength}.test.ts',
  'test/cli/**/*.test.ts',
  'test/connection/text-reader.test.ts',
  'test/fuzz/**/*.test.ts',
  'test/game-loader/**/*.test.ts',
  'test/hardening/{floods,login,per-minute,words}.test.ts',
  'test/conventions/{*readme,message-trace}.test.ts',
  'test/integration/{crowd,restart}.test.ts',
  'test/package/**/*.test.ts',
  'test/store/sqlite/**/*.test.ts',
  'test/verify/bundled-games.test.ts',
  'games/chess/{perft,walk}.test.ts',
];

/** Attacks and kills real servers. */
const system = [
  'test/durability/{chaos,controls,full-disk,power-loss,wall-clock}.test.ts',
  'test/hardening/{fuzz,fuzz-controls,soak}.test.ts',
];

/** Measures time, and so runs while nothing else does. */
const alone = ['test/durability/{many-rooms,slow-readers,storm}.test.ts'];

const browser = ['test/browser/**/*.test.ts'];

export const projects = {
  unit: { include: everything, exclude: [...slow, ...system, ...alone, ...browser] },
  slow: { include: slow, exclude: [] },
  system: { include: system, exclude: [] },
  alone: { include: alone, exclude: [] },
  browser: { include: browser, exclude: [] },
} as const satisfies Record<string, { include: readonly string[]; exclude: readonly string[] }>;

export type ProjectName = keyof typeof projects;

/** The test files of a project, from the root, in order. */
export function filesOf(name: ProjectName): string[] {
  const { include, exclude } = projects[name];
  const files = (patterns: readonly string[]): string[] =>
    globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] }).map((path) =>
      path.replaceAll('\\', '/'),
    );
  const excluded = new Set(files(exclude));
  return files(include)
    .filter((path) => !excluded.has(path))
    .sort();
}

/** Those of them that have a long form: they import test/long.ts. */
export const longFilesOf = (name: ProjectName): string[] =>
  filesOf(name).filter((path) => /from '[./]+\/long\.ts'/.test(readFileSync(`${root}/${path}`, 'utf8')));
