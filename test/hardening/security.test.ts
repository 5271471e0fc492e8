// SECURITY.md is true: the options that it names are options of `serve`, and the tests that it names exist.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingNames, settings } from '../../src/server/index.ts';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, '.github/SECURITY.md'), 'utf8');

test('every named option is an option of serve', () => {
  const flags = settingNames.map((name) => settings[name].flag.split(' ')[0]);
  // Options of the test programs.
  const others = ['--frames', '--minutes'];
  const named = [...text.matchAll(/--[a-z][a-z-]+/g)].map(([flag]) => flag);
  expect(named.filter((flag) => !flags.includes(flag) && !others.includes(flag))).toEqual([]);
});

test('every named file exists', () => {
  const named = [...text.matchAll(/`((?:test|src)\/[^`]+\.ts)`/g)].flatMap(([, path = '']) => {
    const [whole, inside = ''] = /\{([^}]+)\}/.exec(path) ?? [];
    return whole === undefined ? [path] : inside.split(',').map((part) => path.replace(whole, part));
  });
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every row names the test that shows the defence', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| attack'));
  expect(rows.filter((row) => !/`test\/[^`]+\.test\.ts`(, `test\/[^`]+\.test\.ts`)* \|$/.test(row))).toEqual(
    [],
  );
});
