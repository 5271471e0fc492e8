// The machine and the versions of a run. Figures of two runs can be compared only with these known.
import { existsSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '../..');
const GB = 1024 ** 3;

/** The installed version of each measured package. */
export function versions(): Record<string, string> {
  const ours = ['ws', 'xstate', 'zod'].map((name) => [name, join(root, 'node_modules', name)] as const);
  const peers = Object.keys(manifest(here)?.dependencies ?? {}).map(
    (name) => [name, join(here, 'node_modules', name)] as const,
  );
  const found = [['turnkeeper', root] as const, ...ours, ...peers].flatMap(([name, folder]) => {
    const version = manifest(folder)?.version;
    return version === undefined ? [] : [[name, version]];
  });
  return { node: process.versions.node, ...Object.fromEntries(found) };
}

export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / GB)} GB, ${process.platform}`;
}

type Manifest = { readonly version?: string; readonly dependencies?: Readonly<Record<string, string>> };

function manifest(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}
