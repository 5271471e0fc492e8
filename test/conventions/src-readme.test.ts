// src/README.md is the one place that defines folders and rules: it has those that exist, and no other.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from './sources.ts';

const readme = readFileSync(join(repository, 'src/README.md'), 'utf8');

describe('the architecture in src/README.md', () => {
  test('has a row for every folder of src', () => {
    const entries = readdirSync(join(repository, 'src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `src/${name}`);
    const rows = [...readme.matchAll(/^\| `(src\/[\w-]+)` \|/gm)].map(([, folder = '']) => folder);
    expect(rows.sort()).toEqual(folders.sort());
  });
});
