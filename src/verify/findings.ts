// Collects what fails: of each check the shortest way to it, however often it fails.

import type { MatchEvent } from '../room/index.ts';
import { checkIds, type FailedCheck } from './failed-check.ts';
import { replayOf } from './replay-file.ts';
import type { Failure } from './report.ts';
import type { SearchContext } from './scene.ts';

export class Findings {
  readonly #byCheck = new Map<string, Failure>();

  /** `way`: to the position at which it failed. */
  add(
    { check, message, leak, followUp: shownBy }: FailedCheck,
    context: SearchContext,
    way: readonly MatchEvent[],
  ): void {
    const events = [...way, ...shownBy];
    const before = this.#byCheck.get(check);
    const times = (before?.times ?? 0) + 1;
    const isShorter = before === undefined || events.length < before.replay.events.length;
    const found = { check, message };
    const failure: Failure = isShorter
      ? { check, message, ...(leak && { leak }), times, replay: replayOf(context, events, found) }
      : { ...before, times };
    this.#byCheck.set(check, failure);
  }

  /** Once more, by a way that is no shorter. */
  repeat(check: string): void {
    const failure = this.#byCheck.get(check);
    if (failure) this.#byCheck.set(check, { ...failure, times: failure.times + 1 });
  }

  has(check: string): boolean {
    return this.#byCheck.has(check);
  }

  get failures(): readonly Failure[] {
    return checkIds.flatMap((check) => this.#byCheck.get(check) ?? []);
  }
}
