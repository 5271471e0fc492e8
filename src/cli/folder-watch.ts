// Finds the files of a folder that have changed, by polling. Not by fs.watch: on Linux it misses files that are written
// into a new folder, and each system reports one saved file differently.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** By absolute path: a text that changes whenever the file is written. */
type FolderSnapshot = ReadonlyMap<string, string>;

export class FolderWatch {
  readonly #folder: string;
  #last: FolderSnapshot | undefined;
  #changed = new Set<string>();

  /** @param folder absolute */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The files that were added, changed or removed since the last call. None while files are still changing, so that a
   * file is read after it was saved completely. The first call only remembers the state.
   */
  async poll(): Promise<ReadonlySet<string>> {
    const now = await snapshotOf(this.#folder);
    const last = this.#last ?? now;
    this.#last = now;
    const differing = [...last.keys(), ...now.keys()].filter((path) => last.get(path) !== now.get(path));
    for (const path of differing) this.#changed.add(path);
    if (differing.length > 0) return new Set();
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }
}

/** Files that affect no game: hidden ones, backups of editors, documentation, tests, packages. */
const isIgnored = (name: string): boolean => /^\.|~$|\.md$|\.test\.\w+$|^node_modules$/.test(name);

async function snapshotOf(folder: string): Promise<FolderSnapshot> {
  const seen = new Map<string, string>();
  // A folder that is removed meanwhile counts as empty.
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (isIgnored(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) for (const [inside, mark] of await snapshotOf(path)) seen.set(inside, mark);
    const file = entry.isFile() ? await stat(path).catch(() => undefined) : undefined;
    if (file !== undefined) seen.set(path, `${file.mtimeMs} ${file.size} ${file.ino}`);
  }
  return seen;
}
