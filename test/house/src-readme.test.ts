// src/README.md is the one place that defines folders and rules: it has those that exist, and no other.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository, sourcesIn } from './sources.ts';
import { testNamesIn } from './test-names.ts';

const readme = readFileSync(join(repository, 'src/README.md'), 'utf8');

describe('the architecture in src/README.md', () => {
  test('has a row for every folder of src', () => {
    const entries = readdirSync(join(repository, 'src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `src/${name}`);
    const rows = [...readme.matchAll(/^\| `(src\/[\w-]+)` \|/gm)].map(([, folder = '']) => folder);
    expect(rows.sort()).toEqual(folders.sort());
  });

  test('defines each rule once', () => {
    const ids = [...readme.matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => /^[CRL]/.test(id))).toHaveLength(22);
  });

  test('defines every id that a test carries', () => {
    const files = sourcesIn('test', 'games').filter(({ path }) => /\.test\.ts$|-contract\.ts$/.test(path));
    const used = new Set(
      files
        .flatMap((file) => testNamesIn(file))
        .flatMap((name) => [...name.matchAll(/\[([A-Z]\d+(?:[\s,]+[A-Z]\d+)*)\]/g)])
        .flatMap(([, ids = '']) => ids.split(/[\s,]+/)),
    );
    const store = readFileSync(join(repository, 'src/store/README.md'), 'utf8');
    const undefinedIds = [...used].filter((id) => !`${readme}\n${store}`.includes(`\n| ${id} |`));
    expect(used.size).toBeGreaterThan(22);
    expect(undefinedIds).toEqual([]);
  });
});
