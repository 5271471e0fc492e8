// The names of tests in a source file, as they are written: of test, it and describe, with and without .each.
import { isNode, type Source, type SyntaxNode } from './sources.ts';

export const testNamesIn = ({ nodes }: Source): string[] => nodes.flatMap(testName);

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
