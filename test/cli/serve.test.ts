import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addressLine, untilStopped } from '../../src/cli/serve.ts';
import { ManualClock } from '../../src/clock/index.ts';
import { folderWith } from '../game-loader/folder.ts';
import { run, start } from './command.ts';

const ticTacToe = join(import.meta.dirname, '../../games/tic-tac-toe/game.ts');
const again = `export { default } from ${JSON.stringify(ticTacToe)};`;
const urlIn = (line: string): string => line.replace('turnkeeper is at ', '');

describe('serve', () => {
  test('prints one line with its URL, and answers there', async () => {
    const server = start({ args: ['serve', '--memory', '--port', '0'] });
    const line = await server.line();
    expect(line).toMatch(/^turnkeeper is at http:\/\/localhost:\d+$/);
    expect((await fetch(`${urlIn(line)}/readyz`)).status).toBe(200);
    const { games } = (await (await fetch(`${urlIn(line)}/games`)).json()) as { games: { name: string }[] };
    expect(games.map((game) => game.name)).toContain('tic-tac-toe');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('%s stops it in order, with exit code 0', async (signal) => {
    const server = start({ args: ['serve'], env: { PORT: '0', TURNKEEPER_DATA: folderWith({}) } });
    await server.line();
    server.process.kill(signal);
    expect((await server.ended).code).toBe(0);
  });

  test('a port in use is reported with what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, stderr } = await run({ args: ['serve', '--memory', '--port', port] });
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is in use`);
    expect(stderr).toContain('--port');
    expect(stderr).not.toContain('    at ');
  });

  test('an address of another machine is reported', async () => {
    const { code, stderr } = await run({ args: ['serve', '--memory', '--port', '0', '--host', '192.0.2.1'] });
    expect(code).toBe(1);
    expect(stderr).toContain('192.0.2.1 is not an address of this machine');
  });

  test('serves the games of the given folder; a module that fails is reported, and the others are served', async () => {
    const games = folderWith({ 'good/game.js': again, 'bad.js': 'throw new Error("no rules today")' });
    const server = start({ args: ['serve', '--memory', '--port', '0', '--games', games] });
    expect((await fetch(`${urlIn(await server.line())}/games/tic-tac-toe/machine.json`)).status).toBe(200);
    server.process.kill('SIGTERM');
    expect((await server.ended).stderr).toContain('bad.js is not served: no rules today');
  });

  test('does not start without any game', async () => {
    const games = folderWith({ 'readme.txt': '' });
    const empty = await run({ args: ['serve', '--memory', '--games', games] });
    expect({ code: empty.code, stderr: empty.stderr }).toMatchObject({ code: 1 });
    expect(empty.stderr).toContain(`There is no game to serve in ${games}`);
    const absent = await run({ args: ['serve', '--memory', '--games', join(games, 'absent')] });
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain('cannot be read');
  });
});

const at = (address: string, family: 'IPv4' | 'IPv6', internal = false): NetworkInterfaceInfo =>
  ({ address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as NetworkInterfaceInfo;

const interfaces = {
  lo: [at('127.0.0.1', 'IPv4', true), at('::1', 'IPv6', true)],
  eth0: [at('192.168.1.5', 'IPv4'), at('fe80::1', 'IPv6')],
  none: undefined,
};

describe('the address line', () => {
  test.each(['127.0.0.1', '::1', 'localhost'])('%s is localhost', (host) => {
    expect(addressLine({ host, port: 3000, interfaces })).toBe('turnkeeper is at http://localhost:3000');
  });

  test.each(['0.0.0.0', '::'])('%s adds the addresses on the network', (host) => {
    expect(addressLine({ host, port: 4000, interfaces })).toBe(
      'turnkeeper is at http://localhost:4000 and, for others on this network, at http://192.168.1.5:4000',
    );
  });

  test('without a network, only localhost is printed', () => {
    expect(addressLine({ host: '0.0.0.0', port: 1, interfaces: { lo: interfaces.lo } })).toBe(
      'turnkeeper is at http://localhost:1',
    );
  });

  test('a single address is printed as it is, an IPv6 address in brackets', () => {
    expect(addressLine({ host: '192.168.1.5', port: 1, interfaces })).toMatch(/ http:\/\/192\.168\.1\.5:1$/);
    expect(addressLine({ host: 'fe80::1', port: 1, interfaces })).toMatch(/ http:\/\/\[fe80::1\]:1$/);
  });
});

function stage() {
  const process = new EventEmitter();
  const clock = new ManualClock();
  const drained = Promise.withResolvers<void>();
  const exitCode = untilStopped({ process, clock, drain: () => drained.promise, boundMs: 10_000 });
  return { process, clock, drained, exitCode };
}

describe('signals', () => {
  test('a signal drains the server, then the exit code is 0', async () => {
    const { process, clock, drained, exitCode } = stage();
    process.emit('SIGTERM');
    drained.resolve();
    expect(await exitCode).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('a drain that hangs is abandoned after its time limit, with exit code 0', async () => {
    const { process, clock, exitCode } = stage();
    process.emit('SIGTERM');
    clock.advance(10_000);
    expect(await exitCode).toBe(0);
  });

  test('a drain that fails has exit code 1', async () => {
    const { process, drained, exitCode } = stage();
    process.emit('SIGINT');
    drained.reject(new Error('no'));
    expect(await exitCode).toBe(1);
  });

  test('a second signal ends the process at once, with the exit code of the signal', async () => {
    const { process, clock, exitCode } = stage();
    process.emit('SIGTERM');
    clock.advance(1_000);
    process.emit('SIGINT');
    expect(await exitCode).toBe(130);
  });

  test('one Ctrl-C under npm sends two signals, and counts as one', async () => {
    const { process, clock, drained, exitCode } = stage();
    process.emit('SIGINT');
    clock.advance(50);
    process.emit('SIGINT');
    drained.resolve();
    expect(await exitCode).toBe(0);
  });
});
