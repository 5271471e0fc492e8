// Every document of the repository: its links lead somewhere, and the files, scripts and commands it names exist.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { configTable } from '../../src/server/config.ts';
import { filesIn, repository } from './sources.ts';

const documents = ['README.md', ...filesIn('.github', 'src', 'games', 'clients', 'test')]
  .filter((path) => path.endsWith('.md') && !path.startsWith('src/cli/new-game/'))
  .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }));

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');

/** A heading as GitHub makes an anchor of it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsOf = (text: string): string[] =>
  [...text.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  );

const exists = (path: string): boolean => globSync(path, { cwd: repository }).length > 0;

function isBroken(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#', 2);
  const target = file === '' ? from : normalize(join(dirname(from), file));
  if (!exists(target)) return true;
  return anchor !== undefined && !anchorsOf(readFileSync(join(repository, target), 'utf8')).includes(anchor);
}

describe.each(documents)('$path', ({ path, text }) => {
  test('has links that lead somewhere', () => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const relative = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(relative.filter((link) => isBroken(path, link))).toEqual([]);
  });

  test('names files of the repository that exist', () => {
    const named = [...text.matchAll(/`((?:src|test|games|clients|\.github|\.config)\/[^`\s<>]*)`/g)];
    const paths = named
      .map(([, name = '']) => name.replace(/[/.]$/, ''))
      .filter((name) => !/\/(data|node_modules)\b/.test(name));
    expect(paths.filter((name) => !exists(name))).toEqual([]);
  });

  test('names scripts that package.json has', () => {
    const named = [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });
});

const commands = filesIn('src/cli').map((path) => /^src\/cli\/([a-z]+)\.ts$/.exec(path)?.[1]);

test.each(documents)('$path names commands of turnkeeper that exist', ({ text }) => {
  const code = [...text.matchAll(/```[\s\S]*?```|`[^`\n]*`/g)].join('\n');
  const named = [...code.matchAll(/(?:`|^|npx )turnkeeper ([a-z]+)\b/gm)].map(([, command = '']) => command);
  expect(named.filter((command) => !commands.includes(command))).toEqual([]);
});

const flags = configTable();

test.each(['src/server/README.md', '.github/SECURITY.md'])('%s names flags of serve that exist', (path) => {
  const { text = '' } = documents.find((document) => document.path === path) ?? {};
  const named = [...text.matchAll(/`(--[a-z-]+)[` ]/g)].map(([, flag = '']) => flag);
  const ofOthers = ['--quick', '--frames', '--minutes', '--store', '--wire'];
  expect(named.length).toBeGreaterThan(5);
  expect(
    named.filter(
      (flag) => !ofOthers.includes(flag) && !flags.includes(`\`${flag} `) && !flags.includes(`\`${flag}\``),
    ),
  ).toEqual([]);
});
