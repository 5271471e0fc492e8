// Rules and tests find each other by the ids in test names, and every error code is reached by a test.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../src/protocol/index.ts';
import { repository, sourcesIn } from './sources.ts';
import { testNamesIn } from './test-names.ts';

const files = sourcesIn('test', 'games').filter(({ path }) => path.endsWith('.test.ts'));
/** Tests that run for several implementations are in files with other names, in the same folders. */
const contracts = sourcesIn('test').filter(({ path }) => path.endsWith('-contract.ts'));

/** Rows of the tables of rules: an id, a text. */
const rows = ['src/README.md', 'src/store/README.md'].flatMap((file) =>
  [...readFileSync(join(repository, file), 'utf8').matchAll(/^\| ([A-Z]\d+) \|(.*)$/gm)].map(
    ([, id = '', text = '']) => ({ id, text, file }),
  ),
);

/** The ids in the names of tests, with the file of one that has it: `[R2] [R5]`, `[R2, R5]`. */
const used = new Map(
  [...files, ...contracts].flatMap((source) =>
    testNamesIn(source)
      .flatMap((name) => [...name.matchAll(/\[([A-Z]\d+(?:[\s,]+[A-Z]\d+)*)\]/g)])
      .flatMap(([, ids = '']) => ids.split(/[\s,]+/))
      .map((id) => [id, source.path] as const),
  ),
);

describe('rules', () => {
  test('each id is defined in one row of one table', () => {
    expect(rows.length).toBeGreaterThan(22);
    const counts = Map.groupBy(rows, ({ id }) => id);
    const twice = [...counts].filter(([, found]) => found.length > 1).map(([id]) => id);
    expect(twice).toEqual([]);
  });

  test('each id in the name of a test is defined', () => {
    expect(used.size).toBeGreaterThan(22);
    const defined = new Set(rows.map(({ id }) => id));
    expect([...used].filter(([id]) => !defined.has(id)).map(([id, path]) => `${id} in ${path}`)).toEqual([]);
  });

  test.each(rows)('a test shows $id, unless its row says "not tested"', ({ id, text }) => {
    expect(used.has(id)).toBe(!/not tested/i.test(text));
  });
});

describe('error codes', () => {
  // Tests of the catalogue itself name all codes, whether the server ever sends them or not.
  const reaching = files.filter(
    ({ path }) => !/^test\/(conventions\/|protocol\/(errors|catalogue|readme|asyncapi))/.test(path),
  );
  const literals = new Set(
    [...reaching, ...contracts].flatMap(({ nodes }) =>
      nodes.flatMap(({ type, value }) => (type === 'Literal' && typeof value === 'string' ? [value] : [])),
    ),
  );

  test.each(errorCodes)('error %s is reached by a test', (code) => {
    expect(literals).toContain(code);
  });
});
