// The tutorial of clients/README.md, followed to the letter: with the built package, Vite and a real browser.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { snippetsOf } from '../conventions/snippets.ts';
import { repository } from '../conventions/sources.ts';
import { describeInBrowser } from './stage.ts';

const run = promisify(execFile);
const ground = inject('ground');

/** As long as a loaded machine may need to build the package. */
const BUILD_MS = 300_000;

let folder: string;
let browser: Browser;
let ports: { readonly server: number; readonly page: number };
const running: ChildProcess[] = [];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** `npm install turnkeeper xstate zod vite`, with what is here: the package as it is published, the others linked. */
async function install(): Promise<void> {
  const modules = join(folder, 'node_modules');
  const link = async (name: string): Promise<void> => {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(repository, 'node_modules', name), join(modules, name), 'junction');
  };
  for (const name of await readdir(join(repository, 'node_modules'))) {
    if (!name.startsWith('@')) await link(name);
    else
      for (const inner of await readdir(join(repository, 'node_modules', name)))
        await link(`${name}/${inner}`);
  }
  const own = join(modules, 'turnkeeper');
  await mkdir(own);
  await cp(join(repository, 'package.json'), join(own, 'package.json'));
  const config = join(repository, '.config/tsconfig.build.json');
  await run(process.execPath, [bin('typescript', 'tsc'), '-p', config, '--outDir', join(own, 'dist')]);
  await cp(ground.pages, join(own, 'dist/pages/tic-tac-toe'), { recursive: true });
}

const bin = (name: string, command: string): string => join(repository, 'node_modules', name, 'bin', command);

/** The program behind `npx <name>`. */
async function programOf(name: string): Promise<string> {
  const home = join(folder, 'node_modules', name);
  const { bin: bins } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  return join(home, typeof bins === 'string' ? bins : bins[name]);
}

/** The arguments of `npx <name> …` with free ports in place of the tutorial's. */
async function argumentsOf(line: string): Promise<readonly string[]> {
  const [npx, name = '', ...args] = line.split(' ');
  expect(npx).toBe('npx');
  const port = name === 'turnkeeper' ? ports.server : ports.page;
  const portFlag = args.includes('build') || args[0] === 'verify' ? [] : ['--port', `${port}`];
  return [await programOf(name), ...args, ...portFlag];
}

/** Starts the command of a terminal; resolves once it has printed an address. */
async function start(line: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, await argumentsOf(line), {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  running.push(child);
  let printed = '';
  for await (const text of child.stdout ?? []) {
    printed += text;
    if (/http:\/\/\S+:\d+/.test(printed)) return child;
  }
  throw new Error(`${line} ended: ${printed}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

beforeAll(async () => {
  if (ground.missing !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'turnkeeper-own-page-'));
  ports = { server: await freePort(), page: await freePort() };
  const readme = await readFile(join(repository, 'clients/README.md'), 'utf8');
  for (const [path, code] of snippetsOf(readme, 'file')) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), code.replaceAll('3000', `${ports.server}`).trimEnd());
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await install();
  browser = await chromium.launch(ground.launch);
}, BUILD_MS);

afterAll(async () => {
  await browser?.close();
  await Promise.all(running.map(stop));
  if (folder) await rm(folder, { recursive: true, force: true });
});

const says = (page: Page, text: string): Promise<void> => page.getByRole('heading', { name: text }).waitFor();
const eat = (page: Page, row: number, column: number): Promise<void> =>
  page.getByRole('button', { name: `row ${row}, column ${column}` }).click();

async function tab(port: number): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://localhost:${port}/`);
  return page;
}

async function playThrough(port: number): Promise<void> {
  const first = await tab(port);
  await says(first, 'Waiting for an opponent…');
  const second = await tab(port);
  const isFirst = await Promise.race([
    says(first, 'Your turn').then(() => true),
    says(second, 'Your turn').then(() => false),
  ]);
  const [ann, bob] = isFirst ? [first, second] : [second, first];
  await says(bob, 'Wait for your opponent');
  await eat(bob, 1, 5);
  await says(bob, 'It is not your turn');
  await eat(ann, 2, 2);
  await says(bob, 'Your turn');
  await eat(bob, 2, 1);
  await says(ann, 'Your turn');
  await eat(ann, 1, 2);
  await says(bob, 'Your turn');
  await eat(bob, 1, 1);
  await Promise.all([says(ann, 'You win'), says(bob, 'You lose')]);
  await Promise.all([first.context().close(), second.context().close()]);
}

const linesOf = async (script: string): Promise<readonly string[]> =>
  (await readFile(join(folder, script), 'utf8')).split('\n').filter(Boolean);

describeInBrowser('the tutorial of an own page', () => {
  test('has files that compile, and a game without a fault', async () => {
    const readme = await readFile(join(repository, 'README.md'), 'utf8');
    await writeFile(join(folder, 'tsconfig.json'), snippetsOf(readme, 'file').get('tsconfig.json') ?? '');
    const compiled = await run(process.execPath, [bin('typescript', 'tsc'), '-p', folder]).catch(
      (error) => error,
    );
    expect(compiled.stdout).toBe('');
    const verified = await run(process.execPath, await argumentsOf('npx turnkeeper verify games/chomp'), {
      cwd: folder,
    });
    expect(verified.stdout + verified.stderr).toContain('passed: no check failed');
  });

  test('ends with two tabs that play on a Vite page of another port', async () => {
    const started = await Promise.all((await linesOf('play.sh')).map(start));
    await playThrough(ports.page);
    await Promise.all(started.map(stop));
  });

  test('has a built page that the game server serves', async () => {
    const [build = '', serve = ''] = await linesOf('publish.sh');
    await run(process.execPath, await argumentsOf(build), { cwd: folder });
    const server = await start(serve);
    await playThrough(ports.server);
    await stop(server);
  });
});
