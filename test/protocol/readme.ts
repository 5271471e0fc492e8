// Parses the specification page: its sections, tables and examples.
import { readFileSync } from 'node:fs';

export const readme = readFileSync(new URL('../../src/protocol/README.md', import.meta.url), 'utf8');

/** The text of one `##` section. */
export function section(title: string): string {
  const [, after] = readme.split(`\n## ${title}\n`);
  if (after === undefined) throw new Error(`the page has no section ${title}`);
  return after.split('\n## ')[0] ?? '';
}

/** The cells of each table of a section, by table and row, without the header rows. */
export function tables(title: string): string[][][] {
  return [...section(title).matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

/** The texts between backticks. */
export const codes = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');

/** The code blocks of one language in a section. */
export function blocks(title: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms');
  return [...section(title).matchAll(fence)].map(([, block]) => block ?? '');
}

/** The messages in the JSON examples of a section, one a line. */
export const readmeExamples = (title: string): unknown[] =>
  blocks(title, 'json').flatMap((block) =>
    block
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  );
