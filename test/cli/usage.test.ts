import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { settingNames, settings } from '../../src/server/settings.ts';
import { run } from './command.ts';

describe('the command line', () => {
  test('--version prints the version of the package', async () => {
    expect(await run({ args: ['--version'] })).toEqual({
      code: 0,
      stdout: `${packageJson.version}\n`,
      stderr: '',
    });
  });

  test('--help lists the commands, and serve --help every setting with its variable', async () => {
    const help = await run({ args: ['--help'] });
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/^ {2}serve .*\n {2}bots /m);
    const { code, stdout } = await run({ args: ['serve', '--help'] });
    expect(code).toBe(0);
    for (const name of settingNames) {
      expect(stdout).toContain(settings[name].flag);
      expect(stdout).toContain(settings[name].variable);
    }
  });

  test.each([
    [['serve', '--prot', '3000'], "unknown option '--prot'\n(Did you mean --port?)"],
    [['serv'], "unknown command 'serv'\n(Did you mean serve?)"],
    [['bots', '--matches', 'many'], '--matches must be a whole number from 1, not "many"'],
  ])('%j is wrong usage: a message on standard error, exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await run({ args });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('wrong values of flags and environment are reported together, one on each line', async () => {
    const env = { HOST: 'no host', TURNKEEPER_PORT: '1' };
    const { code, stderr } = await run({ args: ['serve', '--port', 'high', '--games', 'none'], env });
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n')).toEqual([
      '--port must be a whole number from 0 to 65535, not "high"',
      'HOST must be a host name or an IP address, not "no host"',
      'TURNKEEPER_PORT is not a variable of turnkeeper; did you mean PORT?',
    ]);
  });

  test('an old Node is reported before any newer syntax is loaded', async () => {
    const older = 'Object.defineProperty(process.versions, "node", { value: "22.17.1" })';
    const nodeOptions = ['--import', `data:text/javascript,${encodeURIComponent(older)}`];
    expect(await run({ args: ['serve'], nodeOptions })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'turnkeeper needs Node 22.18 or newer; this is Node 22.17.1.\n',
    });
  });
});
