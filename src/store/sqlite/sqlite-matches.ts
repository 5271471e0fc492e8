// Finished matches on disk: the port's calls as requests to the thread that owns the file.
import type { Json } from '../../json.ts';
import type { ArchivedMatch, MatchArchive } from '../storage.ts';
import type { WorkerLine } from './worker-line.ts';

export class SqliteMatches implements MatchArchive {
  readonly #line: WorkerLine;

  constructor(line: WorkerLine) {
    this.#line = line;
  }

  // Field by field: whatever else the caller's object holds must not try to cross between threads.
  keep({ id, room, game, version, startedAt, endedAt, record }: ArchivedMatch): Promise<void> {
    const text = JSON.stringify(record);
    return this.#line.request(['keepMatch', { id, room, game, version, startedAt, endedAt, record: text }]);
  }

  async load(id: string): Promise<ArchivedMatch | null> {
    const row = await this.#line.request(['loadMatch', id]);
    return row === null ? null : { ...row, record: JSON.parse(row.record) as Json };
  }

  prune(before: number): Promise<number> {
    return this.#line.request(['pruneMatches', before]);
  }
}
