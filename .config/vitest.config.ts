import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { longFilesOf, type ProjectName, projects, root } from './test-projects.ts';

/** Set by `npm run test:long`: only the files that have a long form run. */
const isLong = process.env.LONG_TESTS === '1';

/** Many tests start Node with the same sources: compiled once, a start costs 0.3 s of CPU instead of 0.5 s. */
const env = { NODE_COMPILE_CACHE: `${root}node_modules/.cache/turnkeeper-tests` };

type ProjectOptions = NonNullable<TestProjectInlineConfiguration['test']>;

/** Projects run one after the other, in the order in which they are listed below. */
function project(
  name: ProjectName,
  groupOrder: number,
  options: ProjectOptions = {},
): TestProjectInlineConfiguration {
  const { include, exclude } = projects[name];
  return {
    extends: true,
    test: {
      name,
      include: isLong ? longFilesOf(name) : [...include],
      // The peers of the benchmark are installed in test/bench, with tests of their own.
      exclude: [...configDefaults.exclude, ...exclude],
      sequence: { groupOrder },
      ...options,
      ...(isLong && { testTimeout: 1_800_000 }),
    },
  };
}

export default defineConfig({
  root,
  test: {
    testTimeout: 30_000,
    // One environment for many files: a new one for each file costs more time than most tests.
    pool: 'threads',
    isolate: false,
    // By default vitest leaves one core free, and so uses one of two.
    maxWorkers: '100%',
    reporters: ['default', fileURLToPath(new URL('skipped-reporter.ts', import.meta.url))],
    projects: [
      project('unit', 0),
      project('slow', 1, { env, testTimeout: 120_000, hookTimeout: 120_000 }),
      project('system', 2, { env, pool: 'forks', isolate: true, testTimeout: 300_000 }),
      project('alone', 3, {
        env,
        pool: 'forks',
        isolate: true,
        fileParallelism: false,
        testTimeout: 300_000,
      }),
      project('browser', 4, {
        ...{ pool: 'forks', isolate: true, fileParallelism: false, testTimeout: 60_000 },
        globalSetup: ['test/browser/ground.ts'],
      }),
    ],
  },
});
