// Imports a module again each time, with the files that it imports, past Node's module cache, which never forgets.
import { registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The query parameter of a module's URL that holds the number of the import. */
const PARAMETER = 'fresh';

/** The files of turnkeeper itself are never imported again: there must be one copy of it. */
const own = join(import.meta.dirname, '..') + sep;

/** Each import stays in memory until the process ends. This is for development, not for production. */
export class FreshImports {
  #imports = 0;
  /** By the number of an import. */
  readonly #files = new Map<number, Set<string>>();
  /** The last import of each file. */
  readonly #last = new Map<string, number>();

  /** Installs the hook in this process. Packages are still imported once. */
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

  /** Rejects as `import` does. @param path absolute */
  async import(path: string): Promise<{ readonly default?: unknown }> {
    this.#files.delete(this.#last.get(path) ?? 0);
    this.#imports += 1;
    this.#last.set(path, this.#imports);
    return import(this.#marked(pathToFileURL(path).href, this.#imports));
  }

  /** The files that the last import of this file has loaded, itself included; fewer if that import failed. */
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
