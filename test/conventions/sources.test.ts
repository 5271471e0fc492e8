import { describe, expect, test } from 'vitest';
import { cycles } from './cycles.ts';
import { callsIn, parsed } from './sources.ts';

describe('the reader of sources', () => {
  test('sees every form of import, and which of them are types alone', () => {
    const { imports } = parsed(
      'src/room/room.ts',
      `import type { A } from './a.ts';
       import { type B, type C } from '../b/index.ts';
       import { type D, d } from 'd';
       import './e.css';
       export type { F } from './f.ts';
       export * from './g.ts';
       type H = import('./h.ts').H;
       const i = await import('./i.ts');
       // import './comment.ts'
       const text = "import './text.ts'";`,
    );
    expect(imports.map(({ specifier, target, typeOnly }) => [specifier, target, typeOnly])).toEqual([
      ['./a.ts', 'src/room/a.ts', true],
      ['../b/index.ts', 'src/b/index.ts', true],
      ['d', undefined, false],
      ['./e.css', 'src/room/e.css', false],
      ['./f.ts', 'src/room/f.ts', true],
      ['./g.ts', 'src/room/g.ts', false],
      ['./h.ts', 'src/room/h.ts', true],
      ['./i.ts', 'src/room/i.ts', false],
    ]);
  });

  test('sees calls, those of members included, and not what only looks like one', () => {
    const source = parsed(
      'x.ts',
      "setTimeout(f, 1); page.waitForTimeout(2); // sleep(3)\nconst s = 'sleep(4)';",
    );
    expect(callsIn(source)).toEqual(['setTimeout', 'page.waitForTimeout']);
  });

  test('finds a ring of three files, and nothing where there is none', () => {
    const a = parsed('src/a.ts', "import { b } from './b.ts';");
    const b = parsed('src/b.ts', "import type { C } from './c.ts'; import { d } from './d.ts';");
    const c = parsed('src/c.ts', "export * from './a.ts';");
    const d = parsed('src/d.ts', '');
    expect(cycles([a, b, c, d])).toEqual(['src/a.ts > src/b.ts > src/c.ts > src/a.ts']);
    expect(cycles([a, b, d])).toEqual([]);
  });
});
