// test/README.md: its snippets compile, run, and print what they say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { fromSources, SnippetFolder, snippetsOf } from './snippets.ts';
import { repository } from './sources.ts';

const readme = readFileSync(join(repository, 'test/README.md'), 'utf8');
const snippets = snippetsOf(readme, 'run');

/** With fewer matches than a reader would play. */
const smaller = (code: string): string =>
  code.replace('matches: 5_000', 'matches: 5').replace('matches: 100', 'matches: 10');

let folder: SnippetFolder;

beforeAll(async () => {
  folder = await SnippetFolder.open();
  for (const [name, code] of snippets) await folder.write(`${name}.ts`, smaller(fromSources(code)));
});
afterAll(() => folder.remove());

/** The output of each, with any names and numbers. */
const prints: Readonly<Record<string, RegExp>> = {
  'one-match': /^\[ ?[01]? ?\] (three-in-a-row|draw) [5-9]\n$/,
  strategies: /^\[ 0 \] three-in-a-row\n$/,
  rules: /^\{ winners: \[ 0 \], reason: 'three-in-a-row' \}\n\{ refused: true, reason: 'yourTurn' \}\n$/,
  players: /code: 'BAD_INTENT'[\s\S]*winners: \[ 0 \], reason: 'time' \} 1\n$/,
  frames: /^true 1\n$/,
  many: /^10 0 true \{/,
  flaky: /^\{ (out|blocked): 1 \}( \d+){4}\n$/,
  'ten-thousand': /^5( \d+){3}\n$/,
  interceptor: /^R3 R3 is broken at step \d+ of seed 1: /,
  proof: /^\d+ true\n$/,
  properties: /^held\n$/,
};

describe('the snippets of the guide for testers', () => {
  test('are all in this list, and no other code in it is TypeScript', () => {
    expect([...snippets.keys()]).toEqual(Object.keys(prints));
    expect(readme.split('```ts').length - 1).toBe(snippets.size);
  });

  test.each(Object.entries(prints))(
    '%s runs, and prints what it should',
    async (name, printed) => {
      expect(await folder.output(`${name}.ts`, smaller(fromSources(snippets.get(name) ?? '')))).toMatch(
        printed,
      );
    },
    90_000,
  );

  test('compile', async () => {
    expect(await folder.compilerErrors()).toBe('');
  }, 90_000);
});

test('every program that it names is a script of the package', () => {
  const named = [...readme.matchAll(/`npm (?:run )?([a-z]+)`/g)].map(([, script = '']) => script);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((script) => !(script in packageJson.scripts))).toEqual([]);
});
