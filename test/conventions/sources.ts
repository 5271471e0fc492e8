// The source files of the repository, parsed: their imports, types included, and their syntax trees.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, resolve, sep } from 'node:path';
import { parseSync } from 'vite';

export const repository = resolve(import.meta.dirname, '../..');

export type Import = {
  /** As written. */
  readonly specifier: string;
  /** From the repository's root, with slashes; undefined for a package. */
  readonly target: string | undefined;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
};

export type Source = {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Every node of the syntax tree, outermost first. */
  readonly nodes: readonly SyntaxNode[];
};

export type SyntaxNode = { readonly type: string; readonly [key: string]: unknown };

const languages: Readonly<Record<string, 'ts' | 'tsx'>> = { '.ts': 'ts', '.tsx': 'tsx' };

/** All TypeScript files of these folders, in order of their paths. */
export function sourcesIn(...folders: readonly string[]): Source[] {
  return filesIn(...folders)
    .filter((path) => extname(path) in languages)
    .map((path) => parsed(path, readFileSync(join(repository, path), 'utf8')));
}

/** All files of these folders, in order; folders that are not there are empty. */
export function filesIn(...folders: readonly string[]): string[] {
  return (
    folders
      .flatMap((folder) => readdirSync(join(repository, folder), { withFileTypes: true, recursive: true }))
      .filter((entry) => entry.isFile())
      // The peers of the benchmark are installed below test/bench.
      .filter(({ parentPath }) => !parentPath.split(sep).includes('node_modules'))
      .map((entry) => relative(repository, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort()
  );
}

export function parsed(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text, { lang: languages[extname(path)] ?? 'ts' });
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const nodes = [...nodesOf(program)];
  const imports = nodes.flatMap((node) => importOf(node, path));
  return { path, text, lines: text.trimEnd().split('\n').length, imports, nodes };
}

function* nodesOf(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item);
  else if (isNode(value)) {
    yield value;
    for (const key of Object.keys(value)) yield* nodesOf(value[key]);
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** `import …`, `export … from`, `import('…')` and the type `import('…').Name`. */
function importOf(node: SyntaxNode, path: string): Import[] {
  if (!/^(Import(Declaration|Expression)|Export(Named|All)Declaration|TSImportType)$/.test(node.type))
    return [];
  const { source } = node;
  if (!isNode(source) || typeof source.value !== 'string') return [];
  const specifier = source.value;
  const target = specifier.startsWith('.')
    ? relative(repository, resolve(repository, path, '..', specifier))
        .split(sep)
        .join('/')
    : undefined;
  return [{ specifier, target, typeOnly: isTypeOnly(node) }];
}

function isTypeOnly({ type, importKind, exportKind, specifiers }: SyntaxNode): boolean {
  if (type === 'TSImportType' || importKind === 'type' || exportKind === 'type') return true;
  const kinds = Array.isArray(specifiers) ? specifiers.map((one) => one.importKind ?? one.exportKind) : [];
  return kinds.length > 0 && kinds.every((kind) => kind === 'type');
}

/** The calls in a file, by the name called: `setTimeout` of `setTimeout(…)`, `a.b` of `a.b(…)`. */
export function callsIn({ nodes }: Source): string[] {
  return nodes
    .filter(({ type }) => type === 'CallExpression')
    .map(({ callee }) => (isNode(callee) ? nameOf(callee) : ''));
}

function nameOf(node: SyntaxNode): string {
  if (node.type === 'Identifier') return String(node.name);
  const { object, property } = node;
  return isNode(object) && isNode(property) ? `${nameOf(object)}.${nameOf(property)}` : '';
}
