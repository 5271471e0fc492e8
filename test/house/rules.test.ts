import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../src/protocol/index.ts';
import { sourcesIn } from './sources.ts';
import { testNamesIn } from './test-names.ts';

const ids = [
  ...Array.from({ length: 8 }, (_, index) => `C${index + 1}`),
  ...Array.from({ length: 11 }, (_, index) => `R${index + 1}`),
  ...Array.from({ length: 3 }, (_, index) => `L${index + 1}`),
];

const files = sourcesIn('test', 'games').filter(({ path }) => path.endsWith('.test.ts'));
/** What is run for several implementations stands in files of other names, beside the tests. */
const contracts = sourcesIn('test').filter(({ path }) => path.endsWith('-contract.ts'));

describe('rules', () => {
  test.each(ids)('rule %s stands in the name of a test', (id) => {
    const names = [...files, ...contracts].flatMap(testNamesIn);
    const bracketed = names.flatMap((name) =>
      [...name.matchAll(/\[([^\]]+)\]/g)].map(([, inside = '']) => inside),
    );
    expect(bracketed.flatMap((inside) => inside.split(/[\s,]+/))).toContain(id);
  });

  // The catalogue's own tests go through all codes, whether the server ever sends them or not.
  const reaching = files.filter(
    ({ path }) => !/^test\/(house\/|protocol\/(errors|catalogue|readme|asyncapi))/.test(path),
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
