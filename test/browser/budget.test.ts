// The page stays small: what a phone has to load before the first move.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, inject, test } from 'vitest';

const assets = join(inject('ground').pages, 'assets');

function gzipped(extension: string): number {
  const files = readdirSync(assets).filter((file) => file.endsWith(extension));
  return files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(assets, file)), { level: 9 }).length,
    0,
  );
}

test('all scripts together are at most 25 kB gzipped', () => {
  expect(gzipped('.js')).toBeGreaterThan(0);
  expect(gzipped('.js')).toBeLessThanOrEqual(25_000);
});

test('all style sheets together are at most 6 kB gzipped', () => {
  expect(gzipped('.css')).toBeGreaterThan(0);
  expect(gzipped('.css')).toBeLessThanOrEqual(6_000);
});
