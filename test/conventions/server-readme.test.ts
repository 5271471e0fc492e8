// Checks src/server/README.md: its settings, metrics and endpoints are those of the server, and its files are valid.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { configTable } from '../../src/server/config.ts';
import { createServer, type TurnkeeperServer } from '../../src/server/index.ts';
import { onlyIf } from '../only-if.ts';
import { fromSources, SnippetFolder, snippetsOf } from './snippets.ts';
import { repository } from './sources.ts';

const readme = readFileSync(join(repository, 'src/server/README.md'), 'utf8');
const files = snippetsOf(readme, 'file');

/** The rows of the table under a heading, each as its cells. */
function tableUnder(heading: string): string[][] {
  const [, section = ''] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## )`, 'm').exec(readme) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The text in backticks. */
const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

let server: TurnkeeperServer;
let url: string;
let folder: SnippetFolder;

beforeAll(async () => {
  server = createServer({ games: [ticTacToe] });
  ({ url } = await server.listen());
  folder = await SnippetFolder.open();
});
afterAll(() => Promise.all([server.close(), folder.remove()]));

describe("the operator's README", () => {
  test('[C8] has the table of all settings, as the command line has them', () => {
    expect(readme).toContain(configTable());
  });

  test('names every metric with its type, and no other', async () => {
    const scraped = await (await fetch(`${url}/metrics`)).text();
    const served = [...scraped.matchAll(/^# TYPE turnkeeper_(\w+) (\w+)$/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    const described = tableUnder('Health and metrics').flatMap(([metrics = '', types = '']) => {
      const kinds = types.split(', ');
      return codeIn(metrics).map((name, index) => `${name.replace(/\{.*/, '')} ${kinds[index] ?? kinds[0]}`);
    });
    expect(described.sort()).toEqual(served.sort());
  });

  test('names endpoints that answer as it says', async () => {
    const statusOf = async (path: string): Promise<number> => (await fetch(url + path)).status;
    const paths = tableUnder('HTTP endpoints').map(([path = '']) => codeIn(path)[0] ?? '');
    const served = paths.filter((path) => !/^\/(match\/|playground|$)/.test(path));
    const requested = served.map((path) =>
      path.replace('<name>', 'tic-tac-toe').replace('<id>', 'unknown.1'),
    );
    const statuses = Object.fromEntries(
      await Promise.all(requested.map(async (path) => [path, await statusOf(path)] as const)),
    );
    expect(statuses).toEqual({
      '/ws': 426,
      '/healthz': 200,
      '/readyz': 200,
      '/metrics': 200,
      '/games': 200,
      '/games/tic-tac-toe/machine.json': 200,
      '/matches/unknown.1': 404,
      '/asyncapi.json': 200,
    });
  });

  describe('on embedding', () => {
    const snippets = snippetsOf(readme, 'run');
    const onAnyPort = (name: string): string =>
      fromSources(snippets.get(name) ?? '').replace('http.listen(8080)', 'http.listen(0)');
    /** Asks the server in the same process over HTTP and over a socket. */
    const askIt = `
if (!http.listening) await new Promise((listening) => http.once('listening', listening));
const { port } = http.address() as { port: number };
console.log(await (await fetch(\`http://localhost:\${port}/healthz\`)).text());
const socket = new WebSocket(\`ws://localhost:\${port}/ws\`, 'turnkeeper.v1');
await new Promise((open) => socket.addEventListener('open', open));
console.log(socket.protocol);
`;

    beforeAll(async () => {
      const game = snippetsOf(readFileSync(join(repository, 'README.md'), 'utf8'), 'run').get('game') ?? '';
      await folder.write('games/first-to-ten/game.ts', fromSources(game));
    });

    test('has programs that compile', async () => {
      expect([...snippets.keys()]).toEqual(['embed', 'embed-durable']);
      for (const [name, code] of snippets) await folder.write(`${name}.ts`, fromSources(code));
      expect(await folder.compilerErrors()).toBe('');
    }, 60_000);

    test('has a site that carries a game beside its own answers', async () => {
      const printed = await folder.output('site.ts', `${onAnyPort('embed')}${askIt}process.exit();\n`);
      expect(printed).toBe('my own site\nturnkeeper.v1\n');
    }, 60_000);

    test('has a durable server that ends by itself after SIGTERM', async () => {
      const closed = "socket.addEventListener('close', ({ code }) => console.log(code));\n";
      const signal = "process.kill(process.pid, 'SIGTERM');\n";
      const printed = await folder.output('durable.ts', onAnyPort('embed-durable') + askIt + closed + signal);
      expect(printed).toBe('{"status":"ok"}\nturnkeeper.v1\n1012\n');
      expect(existsSync(folder.file('data/turnkeeper.db'))).toBe(true);
    }, 60_000);
  });

  test('has three files to copy', () => {
    expect([...files.keys()]).toEqual(['nginx.conf', 'Caddyfile', 'turnkeeper.service']);
    expect(files.get('turnkeeper.service')).toContain('dist/src/cli/bin.js serve');
  });

  const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

  test(
    'has a unit that systemd accepts',
    onlyIf(has('systemd-analyze'), 'systemd-analyze is not installed'),
    async () => {
      await folder.write('turnkeeper.service', files.get('turnkeeper.service') ?? '');
      const verify = spawnSync('systemd-analyze', ['verify', folder.file('turnkeeper.service')], {
        encoding: 'utf8',
      });
      // Whether Node lies at the path of the unit depends on the machine.
      const complaints = verify.stderr.split('\n').filter((line) => /turnkeeper\.service/.test(line));
      expect(complaints.filter((line) => !/is not executable/.test(line))).toEqual([]);
    },
  );

  test('has a proxy that nginx accepts', onlyIf(has('nginx'), 'nginx is not installed'), async () => {
    const certificate = 'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=play.example.com';
    execFileSync('openssl', [...certificate.split(' '), '-keyout', 'privkey.pem', '-out', 'fullchain.pem'], {
      cwd: folder.path,
      stdio: 'ignore',
    });
    const site = files.get('nginx.conf')?.replaceAll('/etc/letsencrypt/live/play.example.com', folder.path);
    await folder.write('whole.conf', `pid ${folder.file('pid')};\nevents {}\nhttp {\n${site}}\n`);
    const checked = spawnSync('nginx', ['-t', '-c', folder.file('whole.conf')], { encoding: 'utf8' });
    expect(checked.stderr).toContain('syntax is ok');
  });
});
