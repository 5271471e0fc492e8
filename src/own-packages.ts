// Lets a module of an author import turnkeeper, xstate and zod although nothing is installed beside it.
import { type ResolveFnOutput, type ResolveHookContext, registerHooks } from 'node:module';
import { extname } from 'node:path';

type Resolve = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput;

/** `.ts` when run from src, `.js` when built. */
const extension = extname(import.meta.filename);

/** The entry points of package.json, relative to this file. */
const doors: Readonly<Record<string, string>> = {
  turnkeeper: './index',
  'turnkeeper/client': './client/index',
  'turnkeeper/testing': './testing/index',
  'turnkeeper/testing/arbitraries': './testing/arbitraries/index',
};

/**
 * Installs the hook in this process. `turnkeeper` is always this copy, so that there is one of it; xstate and zod are
 * the author's own if they are installed.
 */
export function shareOwnPackages(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const door = doorOf(specifier);
      if (door !== undefined) return next(door, { ...context, parentURL: import.meta.url });
      return /^(xstate|zod)(\/|$)/.test(specifier)
        ? authorsOrOwn(specifier, context, next)
        : next(specifier, context);
    },
  });
}

function doorOf(specifier: string): string | undefined {
  const [, game] = /^turnkeeper\/games\/([a-z0-9-]+)$/.exec(specifier) ?? [];
  const door = game === undefined ? doors[specifier] : `../games/${game}/game`;
  return door && door + extension;
}

function authorsOrOwn(specifier: string, context: ResolveHookContext, next: Resolve): ResolveFnOutput {
  try {
    return next(specifier, context);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
}
