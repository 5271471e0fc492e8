// The paths of bundled games and pages, the same whether the package runs from src or from dist.
import { existsSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

/** Beside src, or beside dist/src. */
export const bundledGames = (): string => join(import.meta.dirname, '../../games');

/** Built by `npm run page:build`; undefined if it is not built. */
export const bundledPages = (): string | undefined => builtPage('tic-tac-toe');

/** The same for the playground. */
export const bundledPlayground = (): string | undefined => builtPage('playground');

function builtPage(name: string): string | undefined {
  const folder = join(dirname(findPackageJSON(import.meta.url) ?? '.'), 'dist/pages', name);
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}
