// Runs once before all browser tests: unpacks a Chromium and builds the pages; prints why where there is no browser.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type LaunchOptions } from 'playwright-core';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

export type Ground = {
  /** The built page. */
  readonly pages: string;
  /** The built playground. */
  readonly playground: string;
  readonly launch: LaunchOptions;
  /** Set if no browser runs: the reason why the tests are skipped. */
  readonly missing?: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    ground: Ground;
  }
}

const configOf = (page: string): string =>
  fileURLToPath(new URL(`../../.config/vite.${page}.config.ts`, import.meta.url));

/** Not the package's own list: its --single-process makes contexts share their storage. */
const args = ['--no-sandbox', '--disable-dev-shm-usage'];

export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'turnkeeper-browser-'));
  const pages = join(folder, 'pages');
  const playground = join(folder, 'playground');
  const launch = await findBrowser(folder);
  if ('missing' in launch) {
    console.warn(`Browser tests are skipped: ${launch.missing}`);
    project.provide('ground', { pages, playground, launch: {}, missing: launch.missing });
  } else {
    project.provide('ground', { pages, playground, launch });
  }
  await buildPage('tic-tac-toe', pages);
  await buildPage('playground', playground);
  return () => rm(folder, { recursive: true, force: true });
}

/** As it is published: with the test runner's own NODE_ENV Vite would build it for debugging. */
async function buildPage(page: string, outDir: string): Promise<void> {
  await withVariable('NODE_ENV', 'production', () =>
    build({ configFile: configOf(page), logLevel: 'warn', build: { outDir } }),
  );
}

async function findBrowser(folder: string): Promise<LaunchOptions | { missing: string }> {
  const packed = process.platform === 'linux' && process.arch === 'x64';
  try {
    const launch = packed ? { args, executablePath: await unpackChromium(folder) } : { channel: 'chrome' };
    // An installed browser may still fail to start, if a system library is missing.
    await (await chromium.launch(launch)).close();
    return launch;
  } catch (error) {
    const cause = String(error).split('\n', 1)[0];
    const why = packed ? 'the Chromium from npm does not start' : 'no Chrome is installed';
    return { missing: `${why} (${cause})` };
  }
}

/** The package unpacks into the system's temporary folder and uses files that are there already: give it a new one. */
async function unpackChromium(folder: string): Promise<string> {
  const { default: packed } = await import('@sparticuz/chromium');
  const place = join(folder, 'chromium');
  await mkdir(place);
  packed.setGraphicsMode = false;
  return withVariable('TMPDIR', place, () => packed.executablePath());
}

async function withVariable<Result>(
  name: string,
  value: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const before = process.env[name];
  process.env[name] = value;
  try {
    return await run();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}
