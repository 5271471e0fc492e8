// The public API as its declarations show it: documented, complete, and as src/api.md says.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExportedDeclarations, type Identifier, Node, SyntaxKind } from 'ts-morph';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiPage, apiText, type Door, readDoors } from '../../.config/api.ts';
import { compileErrors, type Packed } from './packed.ts';

/** A user of one door can name the types of these, too: the kit for tests is used together with the server's door. */
const builtOn: Readonly<Record<string, readonly string[]>> = {
  'turnkeeper/react': ['turnkeeper/client'],
  'turnkeeper/testing': ['turnkeeper', 'turnkeeper/client'],
  'turnkeeper/testing/arbitraries': ['turnkeeper'],
};

/** Compute a type from type parameters. A user names their result, which is what an editor shows. */
const typeFunctions = [
  ...['FieldsOf', 'Fitting', 'FittingMachine', 'Frozen', 'InputOr', 'Sent', 'Shape', 'ShapeOf'],
];

/** Names that a first program uses. */
const mostUsed = [
  ...['connect', 'createLog', 'createServer', 'defineGame', 'memoryStorage', 'openSqlite', 'playMatch'],
  ...['searching', 'startTestServer', 'verifyGame'],
];

export function apiTests(packed: () => Packed): void {
  describe('the public API', () => {
    let doors: readonly Door[];
    beforeAll(() => {
      doors = readDoors(join(packed().folder, 'dist'));
    });

    test('is what src/api.md says', () => {
      const isUpToDate = readFileSync(apiPage, 'utf8') === apiText(doors);
      expect(isUpToDate, 'src/api.md is out of date: run `npm run api`, and read the diff').toBe(true);
    });

    test('has a doc comment on every name', () => {
      const silent = doors.flatMap(({ specifier, names }) =>
        names.filter(({ doc }) => doc === '').map(({ name }) => `${specifier}: ${name}`),
      );
      expect(silent).toEqual([]);
    });

    test('has an example on the names that a first program uses', () => {
      const withExample = doors
        .flatMap(({ names }) => names)
        .filter(({ doc }) => /^@example/m.test(doc))
        .map(({ name }) => name);
      expect(mostUsed.filter((name) => !withExample.includes(name))).toEqual([]);
    });

    test('has examples that compile', () => {
      const folder = join(packed().project, 'examples');
      mkdirSync(folder);
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
      const examples = doors.flatMap((door) =>
        door.names
          .filter(({ name }) => mostUsed.includes(name))
          .map(({ name, doc }) => ({ name, text: exampleModule(door, doors, doc) })),
      );
      for (const { name, text } of examples) writeFileSync(join(folder, `${name}.ts`), text);
      expect(examples.map(({ name }) => name).sort()).toEqual(mostUsed);
      expect(compileErrors(folder)).toBe('');
    });

    test('exports every type that stands in an exported signature', () => {
      const missing = doors.flatMap((door) => {
        const known = doors.filter(
          ({ specifier }) => specifier === door.specifier || builtOn[door.specifier]?.includes(specifier),
        );
        const nameable = new Set(known.flatMap(({ names }) => names.flatMap((one) => one.declarations)));
        return door.names.flatMap(({ name, declarations }) =>
          declarations
            .flatMap((declaration) => typesIn(declaration, packed().folder))
            .filter(({ target, type }) => !nameable.has(target) && !typeFunctions.includes(type))
            .map(({ type }) => `${door.specifier}: ${type}, in ${name}`),
        );
      });
      expect([...new Set(missing)]).toEqual([]);
    });
  });
}

const compilerOptions = {
  ...{
    target: 'es2024',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  lib: ['es2024', 'esnext.disposable'],
};

/** Declarations that the examples use without defining them. */
const given: Readonly<Record<string, string>> = {
  ticTacToe: "import ticTacToe from 'turnkeeper/games/tic-tac-toe';",
  assign: "import { assign } from 'xstate';",
  setup: "import { setup } from 'xstate';",
  z: "import { z } from 'zod';",
  game: "declare const game: import('turnkeeper').Game;",
  games: "declare const games: readonly import('turnkeeper').Game[];",
  draw: 'declare const draw: (document: object) => void;',
};

/** The example as a module of its own, with imports for the names that it uses. */
function exampleModule(door: Door, doors: readonly Door[], doc: string): string {
  const code = doc.replace(/^[\s\S]*@example\n(```ts\n)?/, '').replace(/\n```[\s\S]*$/, '');
  const used = new Set(code.match(/[\w$]+/g));
  const imports = doors
    .filter(({ specifier }) => specifier === door.specifier || builtOn[door.specifier]?.includes(specifier))
    .reverse()
    .flatMap(({ specifier, names }) =>
      names
        .filter(({ name }) => used.delete(name))
        .map(({ name }) => `import { ${name} } from '${specifier}';`),
    );
  const others = Object.keys(given).flatMap((name) => (used.has(name) ? (given[name] ?? []) : []));
  return [...imports, ...others, code, ''].join('\n');
}

type Used = { readonly type: string; readonly target: ExportedDeclarations };

/** The types of this package that the declaration refers to. */
function typesIn(declaration: ExportedDeclarations, folder: string): Used[] {
  return declaration
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter(isTypeName)
    .flatMap((identifier) => {
      const symbol = identifier.getSymbol();
      const targets = (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
      return targets
        .filter(
          (target) =>
            Node.isTypeAliasDeclaration(target) ||
            Node.isInterfaceDeclaration(target) ||
            Node.isClassDeclaration(target),
        )
        .filter((target) => target.getSourceFile().getFilePath().startsWith(join(folder, 'dist')))
        .map((target) => ({ type: identifier.getText(), target: target as ExportedDeclarations }));
    });
}

function isTypeName(identifier: Identifier): boolean {
  const parent = identifier.getParent();
  return Node.isTypeReference(parent) || Node.isExpressionWithTypeArguments(parent);
}
