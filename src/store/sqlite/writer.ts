// Everything that waits, in one transaction: as many requests as there are share the cost of one sync. Changes go
// into the journal, and what the journal has is brought into the tables a while later, many changes of a room at once.
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

/** One answer a request, in their order: what the operation returned, or a Trouble. */
export type Answers = readonly unknown[];

export type WriterOptions = {
  readonly database: DatabaseSync;
  readonly config: StoreConfig;
  /** Called with why something could not be brought into the tables; what it was is set aside in the file. */
  readonly report: (error: unknown) => void;
};

/** `alone`: what fails alone, like a room whose pages are damaged, leaves the others of its transaction unharmed. */
type SaveMode = 'plain' | 'alone';

/** What the journal and the backlog can do without the tables' being up to date. */
function isSimple(request: Request): request is Change | Lookup {
  return isChange(request) || isLookup(request);
}

/** How far the journal went when a checkpoint began, and how large it was. */
type Begun = { readonly last: number; readonly bytes: number };

const plainly: Save = (_, save) => {
  save();
  return true;
};

export class Writer {
  readonly #memTable: MemTable;
  readonly #journal: Journal;
  readonly #transactions: Transactions;
  readonly #operations: ReturnType<typeof operationsOn>;
  readonly #orSetAside: Save;
  readonly #config: CheckpointConfig;
  /** Of the journal, in characters of its text: bytes, but for a name now and then. */
  #bytes = 0;
  /** Of the checkpoint under way. */
  #begun: Begun | null = null;

  /** Takes up what the last process left in the journal. @throws Error where it can't be read */
  constructor({ database, config, report }: WriterOptions) {
    const setAside = database.prepare(config.statements.setAside);
    this.#memTable = new MemTable(database, config);
    this.#journal = new Journal(database, config.statements);
    this.#transactions = transactionsOn(database);
    this.#operations = operationsOn(database, config.statements);
    this.#orSetAside = (what, save) =>
      this.#transactions.attempt(
        () => plainly(what, save),
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

  /** Whether so much that they should be brought up to date at once. */
  get isDue(): boolean {
    return this.isBehind && this.#bytes >= this.#config.bytes;
  }

  /** Does requests, which come as JSON, in order and commits them; never throws. Only what is answered has happened. */
  commit(asked: string): Answers {
    const batch = JSON.parse(asked) as readonly Request[];
    return batch.every(isSimple) ? this.#record(batch, asked) : this.#direct(batch);
  }

  /**
   * Saves so many rows of what the tables lack. True with the last slice of a checkpoint: saved is all that they
   * lacked when it began, though more may have come.
   * @throws Error where the disk refuses; nothing is lost by it
   */
  checkpoint(most = this.#config.rows): boolean {
    if (!this.isBehind) return true;
    this.#begun ??= { last: this.#journal.last, bytes: this.#bytes };
    this.#inEitherManner((manner) => this.#save(manner === 'plain' ? most : Infinity, manner, () => {}));
    return this.#begun === null;
  }

  #record(batch: readonly (Change | Lookup)[], asked: string): Answers {
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
    // Nearly always what was asked, word for word: so it is written once, where it was asked.
    const kept = changes.length === batch.length ? asked : JSON.stringify(changes);
    try {
      this.#transactions.inOne(() => this.#journal.add(kept));
      this.#bytes += kept.length;
      return answers;
    } catch (error) {
      this.#rebuild();
      // A full disk may have room in the tables, or for a removal.
      return isBusy(error) ? batch.map(() => failureOf(error)) : this.#direct(batch);
    }
  }

  /** The tables are asked: what they lack is saved first, in the same transaction. */
  #direct(batch: readonly Request[]): Answers {
    try {
      return this.#inEitherManner((manner) =>
        this.#save(Infinity, manner, () => batch.map((request) => this.#do(request, manner))),
      );
    } catch (error) {
      return batch.map((request) => (isQuery(request) ? this.#asked(request) : failureOf(error)));
    }
  }

  #do(request: Request, manner: SaveMode): unknown {
    if (isChange(request)) {
      const taken = (): unknown => this.#memTable.apply(request, this.#journal.next).answer;
      return manner === 'plain' ? taken() : this.#transactions.attempt(taken, failureOf);
    }
    this.#flush(Infinity, manner);
    this.#memTable.clear();
    const answer = (): unknown => perform(this.#operations, request);
    return manner === 'plain' ? answer() : this.#transactions.attempt(answer, failureOf);
  }

  /** In a transaction that failed, of what changes nothing: the answer as it is. */
  #asked(question: TableRequest): unknown {
    const answer = (): unknown => perform(this.#operations, question);
    try {
      return this.isBehind ? this.#upToDate(answer) : answer();
    } catch (error) {
      return failureOf(error);
    }
  }

  /** The answer of the tables as they would be with all that they lack. */
  #upToDate(answer: () => unknown): unknown {
    try {
      return this.#transactions.asIf(() => {
        this.#flush(Infinity, 'alone');
        return answer();
      });
    } finally {
      this.#rebuild();
    }
  }

  /** After `before`, so many rows of the backlog into the tables, in one transaction. */
  #save<Result>(most: number, manner: SaveMode, before: () => Result): Result {
    const result = this.#transactions.inOne(() => {
      const done = before();
      this.#flush(most, manner);
      return done;
    });
    this.#settle();
    return result;
  }

  /** What was saved is committed. */
  #settle(): void {
    if (!this.isBehind) this.#bytes = 0;
    else if (this.#begun !== null && this.#endsCheckpoint(this.#begun)) this.#bytes -= this.#begun.bytes;
    else return;
    this.#begun = null;
  }

  /** Whether the tables have all that they lacked when it began. */
  #endsCheckpoint({ last }: Begun): boolean {
    return this.#memTable.oldest > last;
  }

  #flush(most: number, manner: SaveMode): void {
    if (!this.isBehind) return;
    // Before the rows that take its place, since the disk may be all but full.
    if (most === Infinity) this.#journal.clear();
    this.#memTable.flush(most, manner === 'plain' ? plainly : this.#orSetAside);
    if (!this.isBehind) this.#journal.clear();
    else if (this.#begun !== null && this.#endsCheckpoint(this.#begun))
      this.#journal.trim(this.#memTable.oldest);
  }

  /** Plainly, since savepoints are not free; where that fails, again with one around each part. */
  #inEitherManner<Result>(work: (manner: SaveMode) => Result): Result {
    try {
      return work('plain');
    } catch (error) {
      this.#rebuild();
      if (isBusy(error)) throw error;
    }
    try {
      return work('alone');
    } catch (error) {
      this.#rebuild();
      throw error;
    }
  }

  /** What was undone in the file is undone in memory: the backlog is made anew of the journal. */
  #rebuild(): void {
    this.#memTable.rebuild(this.#journal.rows());
  }
}
