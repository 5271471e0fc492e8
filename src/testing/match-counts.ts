// What a run of many matches comes to, counted as it goes.
import type { SeenMatch } from './simulated-player.ts';

export type Progress = { readonly finished: number; readonly failed: number; readonly moves: number };

export type Summary = Progress & {
  readonly ms: number;
  /** Intents that the server refused. */
  readonly rejected: number;
  /** From an intent sent to its answer, in ms. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  /** How often each reason of an outcome ended a match. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Why matches failed; the first few. */
  readonly failures: readonly string[];
};

/** Enough to see what is wrong: a server that is down fails each match in the same way. */
const FAILURES_TOLD = 5;

export class MatchCounts {
  readonly #began = performance.now();
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

  /** Each of a match's players tells of it; it counts once. */
  finished(room: string, { outcome }: SeenMatch): void {
    if (this.#rooms.has(room)) return;
    this.#rooms.add(room);
    this.#outcomes.set(outcome.reason, (this.#outcomes.get(outcome.reason) ?? 0) + 1);
  }

  failed(reason: unknown): void {
    this.#failed += 1;
    if (this.#failures.length < FAILURES_TOLD) {
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
      ms: performance.now() - this.#began,
      rejected: this.#rejected,
      latency: { p50: percentile(0.5), p99: percentile(0.99), max: percentile(1) },
      outcomes: Object.fromEntries(this.#outcomes),
      failures: this.#failures,
    };
  }
}
