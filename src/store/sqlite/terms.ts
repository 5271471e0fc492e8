// The terms on which a file is written. The product knows one set; a test's negative control brings a worse one.
import { migrations } from './schema.ts';
import { type Statements, statements } from './statements.ts';

export type Terms = {
  readonly migrations: readonly string[];
  readonly pragmas: readonly string[];
  readonly statements: Statements;
  /** Whether an append must name the room's epoch, and how its log ends. */
  readonly fenced: boolean;
  readonly checkpoint: CheckpointTerms;
};

/** When what is in the journal goes into the tables. */
export type CheckpointTerms = {
  /** When the journal has so many bytes, */
  readonly bytes: number;
  /** or so many milliseconds after the first change that the tables lack. */
  readonly ms: number;
  /** Slice by slice of so many rows: what is asked meanwhile waits for one of them, a millisecond or two. */
  readonly rows: number;
};

const MB = 1024 ** 2;

export const productTerms: Terms = {
  migrations,
  statements,
  fenced: true,
  // A start takes up 8 MB of it, 56,000 changes at the most, in less than a tenth of a second.
  checkpoint: { bytes: 8 * MB, ms: 5_000, rows: 128 },
  pragmas: [
    'journal_mode = WAL',
    // A sync of the log for every commit. NORMAL may lose the last commits to a power loss.
    'synchronous = FULL',
    // On macOS alone: an fsync there leaves data in the disk's own cache, this does not.
    'fullfsync = ON',
    // Measured: 1,000 pages has a better tail than 250 or 4,000.
    'wal_autocheckpoint = 1000',
    // A backup lets the log grow; afterwards it gives the space back. Bytes.
    'journal_size_limit = 67108864',
    'cache_size = -16000',
    'temp_store = MEMORY',
    // For who looks into the file with other tools while the server runs. Milliseconds.
    'busy_timeout = 5000',
  ],
};
