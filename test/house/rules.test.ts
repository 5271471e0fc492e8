import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../src/protocol/index.ts';
import { isNode, type SyntaxNode, sourcesIn } from './sources.ts';

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
    const names = [...files, ...contracts].flatMap(({ nodes }) => nodes.flatMap(testName));
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

/** The name of `test('…')`, `test.each(…)('…')` or `describe('…')`; none for any other node. */
function testName({ type, callee, arguments: given }: SyntaxNode): string[] {
  if (type !== 'CallExpression' || !/^(test|it|describe)$/.test(rootOf(callee))) return [];
  const [first] = Array.isArray(given) ? given : [];
  return isNode(first) && typeof first.value === 'string' ? [first.value] : [];
}

function rootOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return String(node.name);
  return rootOf(node.object ?? node.callee);
}
