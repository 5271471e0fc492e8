// Imports a module anew each time, with the files that it imports: past Node's cache, which forgets nothing.
import { registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** In the address of a file, the number of the import that it belongs to. */
const PARAMETER = 'fresh';

/** turnkeeper itself: of it there is one copy, whoever imports it. */
const own = join(import.meta.dirname, '..') + sep;

/** Each import keeps its files in memory for good, so this is for who writes games, not for who serves them. */
export class FreshImports {
  #imports = 0;
  /** By the number of an import. */
  readonly #files = new Map<number, Set<string>>();
  /** The last import of each file. */
  readonly #last = new Map<string, number>();

  /** From now on in this process. Packages are imported once, as ever. */
  register(): void {
    registerHooks({
      resolve: (specifier, context, next) => {
        const resolved = next(specifier, context);
        const number = numberIn(context.parentURL);
        if (number === undefined || !isAuthorFile(resolved.url)) return resolved;
        return { ...resolved, url: this.#marked(resolved.url, number) };
      },
    });
  }

  /** `path`: absolute. Rejects as `import` does. */
  async import(path: string): Promise<{ readonly default?: unknown }> {
    this.#files.delete(this.#last.get(path) ?? 0);
    this.#imports += 1;
    this.#last.set(path, this.#imports);
    return import(this.#marked(pathToFileURL(path).href, this.#imports));
  }

  /** Every file that the last import of this one took in, itself included, as far as it came. */
  filesOf(path: string): ReadonlySet<string> {
    return this.#files.get(this.#last.get(path) ?? 0) ?? new Set();
  }

  #marked(href: string, number: number): string {
    const files = this.#files.get(number) ?? new Set();
    this.#files.set(number, files.add(fileURLToPath(href)));
    const url = new URL(href);
    url.searchParams.set(PARAMETER, String(number));
    return url.href;
  }
}

function numberIn(url = ''): number | undefined {
  const number = URL.canParse(url) ? new URL(url).searchParams.get(PARAMETER) : null;
  return number === null ? undefined : Number(number);
}

function isAuthorFile(url: string): boolean {
  if (!url.startsWith('file:')) return false;
  const path = fileURLToPath(url);
  return !path.startsWith(own) && !path.includes(`${sep}node_modules${sep}`);
}
