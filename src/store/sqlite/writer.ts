// Commits batches of requests: all of a batch in one transaction, so that they share the cost of one fsync. Changes go
// into the journal; later they are saved to the tables, many changes of a room at once.
import type { DatabaseSync } from 'node:sqlite';
import { failureOf, isBusy, isDiskError, messageOf } from './errors.ts';
import { Journal } from './journal.ts';
import { MemTable } from './mem-table.ts';
import {
  type Change,
  isChange,
  isLookup,
  isQuery,
  type Lookup,
  operationsOn,
  perform,
  type Request,
  type TableRequest,
} from './operations.ts';
import type { Save } from './pending-rooms.ts';
import type { CheckpointConfig, StoreConfig } from './schema.ts';
import { type Transactions, transactionsOn } from './transactions.ts';

/** One answer for each request, in their order: what the operation returned, or a Failure. */
export type Answers = readonly unknown[];

export type WriterOptions = {
  readonly database: DatabaseSync;
  readonly config: StoreConfig;
  /** Called with the error when something cannot be saved to the tables. It is set aside in the file. */
  readonly report: (error: unknown) => void;
};

/**
 * - `together`: one error fails the whole transaction.
 * - `isolated`: each part has its own savepoint, so that, for example, a room whose pages are damaged fails alone.
 */
type Mode = 'together' | 'isolated';

/** The last journal row when a checkpoint began, and the size of the journal. */
type Checkpoint = { readonly last: number; readonly bytes: number };

export class Writer {
  readonly #memTable: MemTable;
  readonly #journal: Journal;
  readonly #transactions: Transactions;
  readonly #operations: ReturnType<typeof operationsOn>;
  readonly #saveOrSetAside: Save;
  readonly #config: CheckpointConfig;
  /** The size of the journal in characters, which is nearly its size in bytes. */
  #bytes = 0;
  /** The checkpoint that is under way. */
  #checkpoint: Checkpoint | null = null;

  /** Reads what the last process left in the journal. @throws Error where it cannot be read */
  constructor({ database, config, report }: WriterOptions) {
    const setAside = database.prepare(config.statements.setAside);
    this.#memTable = new MemTable(database, config);
    this.#journal = new Journal(database, config.statements);
    this.#transactions = transactionsOn(database);
    this.#operations = operationsOn(database, config.statements);
    this.#saveOrSetAside = (what, save) =>
      this.#transactions.savepoint(
        () => saveTogether(what, save),
        (error) => {
          if (isDiskError(error)) throw error;
          setAside.run(JSON.stringify(what), messageOf(error));
          report(error);
          return false;
        },
      );
    this.#config = config.checkpoint;
    this.#rebuild();
  }

  /** Whether the tables lack something. */
  get isBehind(): boolean {
    return this.#memTable.size > 0;
  }

  /** Whether the journal is so large that a checkpoint should begin at once. */
  get isDue(): boolean {
    return this.isBehind && this.#bytes >= this.#config.bytes;
  }

  /**
   * Performs a batch of requests (JSON) in order and commits it. Never throws. Only what is answered has happened.
   */
  commit(text: string): Answers {
    const batch = JSON.parse(text) as readonly Request[];
    return batch.every(needsNoTables) ? this.#commitToJournal(batch, text) : this.#commitToTables(batch);
  }

  /**
   * Saves up to `limit` rows to the tables. True after the last slice of a checkpoint: everything that the tables lacked
   * when it began is saved, though more may have come.
   * @throws Error where the disk refuses; nothing is lost by it
   */
  checkpoint(limit = this.#config.rows): boolean {
    if (!this.isBehind) return true;
    this.#checkpoint ??= { last: this.#journal.last, bytes: this.#bytes };
    this.#withFallback((mode) => this.#saveAfter(mode === 'together' ? limit : Infinity, mode, () => {}));
    return this.#checkpoint === null;
  }

  #commitToJournal(batch: readonly (Change | Lookup)[], text: string): Answers {
    const changes: Change[] = [];
    const answers = batch.map((request) => {
      try {
        if (isLookup(request)) return this.#memTable.find(request) ?? perform(this.#operations, request);
        const { answer, changes: isKept } = this.#memTable.apply(request, this.#journal.next);
        if (isKept) changes.push(request);
        return answer;
      } catch (error) {
        return failureOf(error);
      }
    });
    if (changes.length === 0) return answers;
    // Nearly always all of the batch is kept, and its own text is stored: it is written once, on the main thread.
    const kept = changes.length === batch.length ? text : JSON.stringify(changes);
    try {
      this.#transactions.commit(() => this.#journal.add(kept));
      this.#bytes += kept.length;
      return answers;
    } catch (error) {
      this.#rebuild();
      // On a full disk there may still be room in the tables, or for a removal.
      return isBusy(error) ? batch.map(() => failureOf(error)) : this.#commitToTables(batch);
    }
  }

  /** For requests that the tables answer: what they lack is saved first, in the same transaction. */
  #commitToTables(batch: readonly Request[]): Answers {
    try {
      return this.#withFallback((mode) =>
        this.#saveAfter(Infinity, mode, () => batch.map((request) => this.#perform(request, mode))),
      );
    } catch (error) {
      return batch.map((request) => (isQuery(request) ? this.#answerAlone(request) : failureOf(error)));
    }
  }

  #perform(request: Request, mode: Mode): unknown {
    if (isChange(request)) {
      const apply = (): unknown => this.#memTable.apply(request, this.#journal.next).answer;
      return mode === 'together' ? apply() : this.#transactions.savepoint(apply, failureOf);
    }
    this.#flush(Infinity, mode);
    this.#memTable.clear();
    const answer = (): unknown => perform(this.#operations, request);
    return mode === 'together' ? answer() : this.#transactions.savepoint(answer, failureOf);
  }

  /** A query of a batch whose transaction failed. It changes nothing, so it is answered without that transaction. */
  #answerAlone(query: TableRequest): unknown {
    const answer = (): unknown => perform(this.#operations, query);
    try {
      return this.isBehind ? this.#answerUpToDate(answer) : answer();
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Answers as the tables would with everything that they lack, in a transaction that is rolled back. */
  #answerUpToDate(answer: () => unknown): unknown {
    try {
      return this.#transactions.rollBack(() => {
        this.#flush(Infinity, 'isolated');
        return answer();
      });
    } finally {
      this.#rebuild();
    }
  }

  /** Does `work`, then saves up to `limit` rows to the tables, in one transaction. */
  #saveAfter<Result>(limit: number, mode: Mode, work: () => Result): Result {
    const result = this.#transactions.commit(() => {
      const done = work();
      this.#flush(limit, mode);
      return done;
    });
    this.#afterSave();
    return result;
  }

  /** What was saved is committed now. */
  #afterSave(): void {
    if (!this.isBehind) this.#bytes = 0;
    else if (this.#checkpoint !== null && this.#isComplete(this.#checkpoint))
      this.#bytes -= this.#checkpoint.bytes;
    else return;
    this.#checkpoint = null;
  }

  /** Whether the tables have everything that they lacked when the checkpoint began. */
  #isComplete({ last }: Checkpoint): boolean {
    return this.#memTable.oldest > last;
  }

  #flush(limit: number, mode: Mode): void {
    if (!this.isBehind) return;
    // The journal is deleted before the rows are saved, because the disk may be nearly full.
    if (limit === Infinity) this.#journal.clear();
    this.#memTable.flush(limit, mode === 'together' ? saveTogether : this.#saveOrSetAside);
    if (!this.isBehind) this.#journal.clear();
    else if (this.#checkpoint !== null && this.#isComplete(this.#checkpoint))
      this.#journal.trim(this.#memTable.oldest);
  }

  /** Tries `together` first, because savepoints cost time; where that fails, `isolated`. */
  #withFallback<Result>(work: (mode: Mode) => Result): Result {
    try {
      return work('together');
    } catch (error) {
      this.#rebuild();
      if (isBusy(error)) throw error;
    }
    try {
      return work('isolated');
    } catch (error) {
      this.#rebuild();
      throw error;
    }
  }

  /** What was rolled back in the file is rolled back in memory: everything is read from the journal again. */
  #rebuild(): void {
    this.#memTable.rebuild(this.#journal.rows());
  }
}

/** What the journal and the memory can answer, even if the tables are not up to date. */
function needsNoTables(request: Request): request is Change | Lookup {
  return isChange(request) || isLookup(request);
}

const saveTogether: Save = (_, save) => {
  save();
  return true;
};
