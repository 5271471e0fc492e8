import { describe, expect, test } from 'vitest';
import { ConfigError, configTable, readConfig } from '../../src/server/config.ts';
import { defaultLimits, limitRanges } from '../../src/server/limits.ts';
import { settingNames, settings } from '../../src/server/settings.ts';

type Given = Record<string, string | undefined>;

function problems({ flags = {}, env = {} }: { flags?: Given; env?: Given }): readonly string[] {
  try {
    readConfig({ flags, env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('config', () => {
  test('the defaults are a complete config: port 3000, loopback only, safe limits', () => {
    expect(readConfig({ flags: {}, env: {} })).toEqual({
      port: 3000,
      host: '127.0.0.1',
      games: null,
      pages: null,
      playground: false,
      data: './data',
      memory: false,
      keepDays: 30,
      logLevel: 'warn',
      origins: undefined,
      trustedProxies: [],
      plainSockets: false,
      engine: 'compiled',
      drainMs: 10_000,
      limits: defaultLimits,
    });
  });

  test('a flag takes precedence over its variable, and an empty variable counts as not set', () => {
    const env = { PORT: '5000', HOST: '', TURNKEEPER_GRACE_MS: '1000' };
    const config = readConfig({ flags: { port: '4000' }, env });
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', limits: { graceMs: 1000 } });
  });

  test('lists are comma-separated, and * allows any origin', () => {
    const flags = { origins: 'https://a.example, http://b.example:8080', trustedProxies: '10.0.0.0/8,::1' };
    expect(readConfig({ flags, env: {} })).toMatchObject({
      origins: ['https://a.example', 'http://b.example:8080'],
      trustedProxies: ['10.0.0.0/8', '::1'],
    });
    expect(readConfig({ flags: { origins: '*' }, env: {} }).origins).toBe('*');
  });

  test('all wrong values are reported at once: where each was given, what is allowed, what it is', () => {
    const flags = { port: '70000', origins: 'https://a.example/path' };
    const env = { HOST: 'two words', TURNKEEPER_FRAME_BYTES: '1k', TURNKEEPER_COLOUR: 'red' };
    expect(problems({ flags, env })).toEqual([
      '--port must be a whole number from 0 to 65535, not "70000"',
      'HOST must be a host name or an IP address, not "two words"',
      '--origins must be *, or a comma-separated list of origins like https://example.com, not "https://a.example/path"',
      'TURNKEEPER_FRAME_BYTES must be a whole number from 1024 to 67108864, not "1k"',
      'TURNKEEPER_COLOUR is not a variable of turnkeeper',
    ]);
  });

  test('a variable with a nearly correct name is reported with the correct one', () => {
    expect(problems({ env: { TURNKEEPER_PORT: '1', TURNKEEPER_FRAMEBYTES: '2048' } })).toEqual([
      'TURNKEEPER_PORT is not a variable of turnkeeper; did you mean PORT?',
      'TURNKEEPER_FRAMEBYTES is not a variable of turnkeeper; did you mean TURNKEEPER_FRAME_BYTES?',
    ]);
  });

  test.each(['', '-1', '3.5', '0x10', '1e3', ' 80', '99999999999999999999'])(
    'as a port, %j is refused',
    (port) => {
      expect(problems({ flags: { port } })).toHaveLength(1);
    },
  );

  test.each(['10.0.0.0/33', '10.0.0.0/', '::1/129', 'localhost', '10.0.0.0/8/8', '1.2.3'])(
    'as a trusted proxy, %j is refused',
    (trustedProxies) => {
      expect(problems({ flags: { trustedProxies } })).toHaveLength(1);
    },
  );

  test('[C8] every limit has a flag, a variable, and a default within its own range', () => {
    for (const [name, value] of Object.entries(defaultLimits)) {
      const range = limitRanges[name as keyof typeof limitRanges];
      expect(settings[name as keyof typeof settings].default, name).toBe(value);
      expect(value, name).toBeGreaterThanOrEqual(range.min);
      expect(value, name).toBeLessThanOrEqual(range.max);
    }
    expect(Object.keys(limitRanges).sort()).toEqual(Object.keys(defaultLimits).sort());
  });

  test("a setting's key is its flag in camelCase, as the command line parser names it", () => {
    for (const name of settingNames) {
      const flag = settings[name].flag.split(' ')[0]?.slice(2) ?? '';
      expect(flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())).toBe(name);
    }
  });

  test('the table for the README has one row for each setting', () => {
    const rows = configTable().split('\n');
    expect(rows).toHaveLength(settingNames.length + 2);
    expect(rows[2]).toBe(
      '| `--port <number>` | `PORT` | 3000 | The port to listen on; 0 for any free port. |',
    );
  });
});
