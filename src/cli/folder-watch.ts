// Looks which files of a folder have changed. By looking, not by fs.watch: on Linux that one misses what is written
// into a folder that has just been made, and no two systems tell the same of one saved file.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** By absolute path: what differs once the file has been written to. */
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
   * The files that were added, changed or removed since this was last asked; none while they still change, so that
   * what is being saved is read once and whole. The first look only remembers.
   */
  async poll(): Promise<ReadonlySet<string>> {
    const now = await snapshotOf(this.#folder);
    const last = this.#last ?? now;
    this.#last = now;
    const moved = [...last.keys(), ...now.keys()].filter((path) => last.get(path) !== now.get(path));
    for (const path of moved) this.#changed.add(path);
    if (moved.length > 0) return new Set();
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }
}

/** Of no effect on any game: what is hidden, left by editors, for people, for tests, or a package. */
const isIgnored = (name: string): boolean => /^\.|~$|\.md$|\.test\.\w+$|^node_modules$/.test(name);

async function snapshotOf(folder: string): Promise<FolderSnapshot> {
  const seen = new Map<string, string>();
  // A folder that goes away meanwhile is empty.
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (isIgnored(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) for (const [inside, mark] of await snapshotOf(path)) seen.set(inside, mark);
    const file = entry.isFile() ? await stat(path).catch(() => undefined) : undefined;
    if (file !== undefined) seen.set(path, `${file.mtimeMs} ${file.size} ${file.ino}`);
  }
  return seen;
}
