import { defineConfig } from 'vitest/config';

/**
 * Three projects, one after the other: what is quick and runs in parallel, then what needs the machine for
 * itself, since it measures real processes, and then browsers, one file at a time.
 */
const alone = ['test/hardening/**', 'test/durability/**'];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'games/**/*.test.ts'],
          // The peers of the benchmark are installed there, with tests of their own.
          exclude: ['test/browser/**', 'test/bench/node_modules/**', ...alone],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone.map((folder) => `${folder}/*.test.ts`),
          fileParallelism: false,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          globalSetup: ['test/browser/ground.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
