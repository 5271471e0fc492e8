// Files for tools outside npm (editors, version managers, workflows) say the same as package.json.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { repository } from './sources.ts';

const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');

test('.node-version is the Node that npm scripts use', () => {
  expect(textOf('.node-version').trim()).toBe(packageJson.devDependencies.node);
});

test('the workflow runs on the lowest Node of `engines` and on the pinned one', () => {
  const [, versions = ''] = /node: \[([^\]]+)\]/.exec(textOf('.github/workflows/ci.yml')) ?? [];
  const matrix = [...versions.matchAll(/[\d.]+/g)].map(([version]) => version);
  expect(matrix).toContain(packageJson.engines.node.replace('>=', ''));
  expect(matrix).toContain(packageJson.devDependencies.node.split('.')[0]);
});

test.each(globSync('.github/workflows/*.yml', { cwd: repository }))('%s runs scripts that exist', (path) => {
  const workflow = textOf(path);
  const scripts = [...workflow.matchAll(/run: npm run ([\w:-]+)/g)].map(([, script = '']) => script);
  expect(scripts.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  const tested = [...workflow.matchAll(/vitest run --config (\S+) (.+)$/gm)].flatMap(
    ([, config = '', paths = '']) => [config, ...paths.split(' ')],
  );
  expect(tested.filter((one) => !existsSync(join(repository, one)))).toEqual([]);
});

test('the editor is led to files that exist', () => {
  const settings = JSON.parse(textOf('.vscode/settings.json')) as Record<string, unknown>;
  const paths = [
    settings['vitest.rootConfig'],
    settings['vitest.nodeExecutable'],
    settings['biome.configurationPath'],
  ];
  expect(paths.filter((path) => !existsSync(join(repository, String(path))))).toEqual([]);
});
