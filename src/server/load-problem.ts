// Why a module could not be loaded, in words for its author: what is wrong, and where.
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GameDefinitionError } from '../game/index.ts';

/** `path`: the module that was to be loaded; the fault may lie in a file that it imports. */
export function loadProblem(error: unknown, path: string): string {
  if (!(error instanceof Error)) return `it throws ${String(error)}`;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING') {
    return 'Node runs no TypeScript from under node_modules; move it elsewhere, or build it to JavaScript';
  }
  const where = error instanceof GameDefinitionError ? undefined : placeOf(error, path);
  const told = where === undefined ? error.message : `${error.message} (${where})`;
  if (code !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return told;
  return `${told}; Node only strips types, so a module may use no syntax that needs more than that`;
}

/** `rules.ts:12`, from the folder of the module; undefined where no file of it is in the stack. */
function placeOf({ stack = '' }: Error, path: string): string | undefined {
  const [first = '', ...frames] = stack.split('\n');
  // A mistake of TypeScript's syntax stands before the message, without a column.
  const lines = [`${first}:1`, ...frames].map((line) =>
    /(file:\/\/\S+?|\/[^()]*?)(?:\?[^:\s]*)?:(\d+):\d+\)?$/.exec(line),
  );
  for (const [, at = '', line] of lines.filter((found) => found !== null)) {
    const file = relative(dirname(path), at.startsWith('file:') ? fileURLToPath(at) : at);
    if (!file.startsWith('..')) return `${file}:${line}`;
  }
  return undefined;
}
