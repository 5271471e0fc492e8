// Ways by which a file imports itself.
import type { Source } from './sources.ts';

/** As the files on the way, with ` > ` between; by depth-first search, so that one file of each ring is named. */
export function cycles(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const left = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' > '));
    if (left.has(path) || way.includes(path)) return;
    for (const { target } of byPath.get(path)?.imports ?? []) {
      if (target !== undefined) visit(target, [...way, path]);
    }
    left.add(path);
  };
  for (const { path } of sources) visit(path, []);
  return found;
}
