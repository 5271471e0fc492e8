// README tells no lies: its tables are the code's own, its snippets compile and run.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configTable } from '../../src/server/config.ts';
import { createServer } from '../../src/server/index.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');

const doors: Readonly<Record<string, string>> = {
  turnkeeper: 'src/index.ts',
  'turnkeeper/client': 'src/client/index.ts',
  'turnkeeper/testing': 'src/testing/index.ts',
};

function snippet(name: string): string {
  const [, code] = new RegExp(`<!-- run: ${name} -->\\n\`\`\`ts\\n([^]*?)\`\`\``).exec(readme) ?? [];
  if (code === undefined) throw new Error(`README has no snippet ${name}`);
  return code;
}

/** As it stands in README, but for the package's name: here it is not installed, but at hand. */
const atHand = (code: string): string =>
  code.replace(/from '(turnkeeper[a-z/]*)'/g, (_, door: string) => `from '${join(root, doors[door] ?? '')}'`);

let folder = '';
const file = (name: string): string => join(folder, name);

async function write(name: string, code: string): Promise<void> {
  await mkdir(dirname(file(name)), { recursive: true });
  await writeFile(file(name), code);
}

async function output(name: string, code: string): Promise<string> {
  await write(name, code);
  const { stdout } = await run(process.execPath, [file(name)], { timeout: 20_000 });
  return stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnkeeper-readme-'));
  await symlink(join(root, 'node_modules'), file('node_modules'));
  await write('package.json', '{ "type": "module" }');
  await write('games/first-to-ten/game.ts', atHand(snippet('game')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('README', () => {
  test('[C8] has the table of all settings', () => {
    expect(readme).toContain(configTable());
  });

  test('names every folder of src in the code map', async () => {
    const entries = await readdir(join(root, 'src'), { withFileTypes: true });
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      expect(readme).toContain(`\`src/${name}\``);
    }
  });

  test('its snippets compile', async () => {
    for (const name of ['client', 'bots', 'embed']) await write(`${name}.ts`, atHand(snippet(name)));
    const config = {
      extends: join(root, 'tsconfig.json'),
      include: ['*.ts', 'games'],
      exclude: ['node_modules'],
    };
    const typeRoots = {
      compilerOptions: {
        typeRoots: [join(root, 'node_modules/@types')],
        rewriteRelativeImportExtensions: false,
        allowImportingTsExtensions: true,
      },
    };
    await write('tsconfig.json', JSON.stringify({ ...config, ...typeRoots }));
    const tsc = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    expect(await tsc.catch((error: { stdout: string }) => error)).toMatchObject({ stdout: '' });
  });

  test('the game is played by a program, as README says', async () => {
    const { default: game } = await import(file('games/first-to-ten/game.ts'));
    const server = createServer({ games: [game], botThinkMs: 0 });
    const { port } = await server.listen();
    const code = atHand(snippet('client')).replace('localhost:3000', `localhost:${port}`);
    const told = await output('play.ts', `${code}\nconsole.log(result);\nclient.close();\n`);
    await server.close();
    expect(told).toContain('ok: true');
    expect(told).toMatch(/^3$/m);
  });

  test('a match between bots ends, as README says', async () => {
    expect(await output('bots.ts', atHand(snippet('bots')))).toMatch(/^\[ [01] \] (ten|forfeit)$/m);
  });

  test("a server of one's own carries the game, as README says", async () => {
    const code = atHand(snippet('embed')).replace('http.listen(8080)', 'http.listen(0)');
    const told = await output(
      'embed.ts',
      `${code}
await new Promise((listening) => http.once('listening', listening));
const { port } = http.address() as { port: number };
console.log(await (await fetch(\`http://localhost:\${port}/\`)).text());
const socket = new WebSocket(\`ws://localhost:\${port}/ws\`, 'turnkeeper.v1');
await new Promise((open) => socket.addEventListener('open', open));
console.log(socket.protocol);
process.exit();
`,
    );
    expect(told).toBe('my own site\nturnkeeper.v1\n');
  });
});
