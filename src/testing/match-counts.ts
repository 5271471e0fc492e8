// The counts and the summary of a run of many matches.
import type { SeenMatch } from './simulated-player.ts';

/** How far `playMatches` is. */
export type Progress = { readonly finished: number; readonly failed: number; readonly moves: number };

/** What `playMatches` did. */
export type Summary = Progress & {
  /** Duration of the run, in ms. */
  readonly ms: number;
  /** Intents that the server rejected. */
  readonly rejected: number;
  /** From an intent sent to its answer, in ms. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Number of matches by the reason of their outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** The messages of the first failures. */
  readonly failures: readonly string[];
};

/** Enough to see what is wrong: if the server is down, every match fails with the same message. */
const MAX_FAILURES = 5;

export class MatchCounts {
  readonly #startedAt = performance.now();
  readonly #rooms = new Set<string>();
  readonly #outcomes = new Map<string, number>();
  readonly #failures: string[] = [];
  readonly #latencies: number[] = [];
  #failed = 0;
  #moves = 0;
  #rejected = 0;

  intent(accepted: boolean, ms: number): void {
    this.#latencies.push(ms);
    if (accepted) this.#moves += 1;
    else this.#rejected += 1;
  }

  /** Called for each player of a match; the match counts once. */
  finished(room: string, { outcome }: SeenMatch): void {
    if (this.#rooms.has(room)) return;
    this.#rooms.add(room);
    this.#outcomes.set(outcome.reason, (this.#outcomes.get(outcome.reason) ?? 0) + 1);
  }

  failed(reason: unknown): void {
    this.#failed += 1;
    if (this.#failures.length < MAX_FAILURES) {
      this.#failures.push(reason instanceof Error ? reason.message : String(reason));
    }
  }

  get progress(): Progress {
    return { finished: this.#rooms.size, failed: this.#failed, moves: this.#moves };
  }

  summary(): Summary {
    const sorted = Float64Array.from(this.#latencies).sort();
    const percentile = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
    return {
      ...this.progress,
      ms: performance.now() - this.#startedAt,
      rejected: this.#rejected,
      latency: { p50: percentile(0.5), p99: percentile(0.99), max: percentile(1) },
      outcomes: Object.fromEntries(this.#outcomes),
      failures: this.#failures,
    };
  }
}
