// Evaluates a line of play for each seat, from 0 (lost) to 1 (won): by its outcome, or by the gain in scores so far.
import { GameFault, type Outcome, type Rules, type Seat } from '../game/index.ts';
import type { Position } from './playout.ts';

/** One number for each seat, in [0, 1]. */
export type Evaluation = readonly number[];

/** From the view: one number for each seat; a higher number is a better position. */
// biome-ignore lint/suspicious/noExplicitAny: the view's type is known to the game's author alone
export type Heuristic<View = any> = (view: View) => readonly number[];

/** Share of the scores in the evaluation of an outcome: winning counts most, the scores tell one win from another. */
const SHARE_OF_SCORES = 0.15;
/** Share of the gains where the match is not over: a gain is not yet a win. */
const SHARE_OF_GAINS = 0.8;

/** How many more outcomes must agree that high scores are good, or that they are bad. */
const MIN_EVIDENCE = 3;

/** One for each search: it learns from the outcomes that it sees which way scores count, and how large they are. */
export class Evaluator {
  readonly #rules: Rules;
  readonly #seats: number;
  readonly #heuristic: Heuristic | undefined;
  /** Scores have any size, so a lead is measured by the average of the leads so far: their sum and count. */
  readonly #leads = { sum: 0, count: 0 };
  /** Above 0 where the winners have higher scores, below 0 where they have lower ones, as in penalty points. */
  #direction: number;
  #hasScores = true;

  constructor(options: { rules: Rules; seats: number; heuristic?: Heuristic | undefined }) {
    this.#rules = options.rules;
    this.#seats = options.seats;
    this.#heuristic = options.heuristic;
    this.#direction = options.heuristic ? 1 : 0;
  }

  /** Whether a line of play can be cut off early, since its gains can be evaluated. */
  get canJudge(): boolean {
    return this.#heuristic !== undefined || Math.abs(this.#direction) >= MIN_EVIDENCE;
  }

  /** Of the line from `from` to `end`: 0.5 for all seats where the match is not over and no gain is known. */
  evaluate(end: Position, from: Position): Evaluation {
    const { outcome } = end.match;
    if (outcome === null) return this.#shares(this.#gains(end, from), SHARE_OF_GAINS);
    const won = Array.from({ length: this.#seats }, (_, seat) => winnings(outcome, seat, this.#seats));
    if (outcome.scores === undefined) return won;
    const leads = leadsOf(outcome.scores);
    // Only outcomes show which way the scores count
    if (!this.#heuristic)
      this.#direction += Math.sign(outcome.winners.reduce((sum, at) => sum + (leads[at] ?? 0), 0));
    const scored = this.#shares(leads, 1);
    return won.map((one, seat) => (1 - SHARE_OF_SCORES) * one + SHARE_OF_SCORES * (scored[seat] ?? 0));
  }

  #shares(leads: readonly number[], share: number): Evaluation {
    for (const lead of leads) {
      this.#leads.sum += Math.abs(lead);
      this.#leads.count += 1;
    }
    const average = this.#leads.sum / this.#leads.count || 1;
    const weight = (share * Math.sign(this.#direction)) / 2;
    return leads.map((lead) => 0.5 + (weight * lead) / (Math.abs(lead) + average));
  }

  #gains(end: Position, from: Position): readonly number[] {
    const [after, before] = [this.#scores(end), this.#scores(from)].map(
      (scores) => scores && leadsOf(scores),
    );
    return Array.from({ length: this.#seats }, (_, seat) => (after?.[seat] ?? 0) - (before?.[seat] ?? 0));
  }

  #scores(position: Position): readonly number[] | undefined {
    if (this.#heuristic) return this.#heuristic(this.#rules.view(position.match));
    const scores = this.#hasScores ? this.#scoresByLeaving(position) : undefined;
    this.#hasScores = scores !== undefined;
    return scores;
  }

  /**
   * A game gives its scores only at the end, so the match is ended: once by each seat leaving, which makes the cost of
   * leaving the same for all.
   */
  #scoresByLeaving({ match, at }: Position): readonly number[] | undefined {
    const sums = Array<number>(this.#seats).fill(0);
    for (let leaver = 0; leaver < this.#seats; leaver += 1) {
      const left = this.#outcomeOfLeaving(match, leaver, at);
      if (left?.scores === undefined) return undefined;
      for (const [seat, score] of left.scores.entries()) sums[seat] = (sums[seat] ?? 0) + score;
    }
    return sums;
  }

  #outcomeOfLeaving(match: Position['match'], seat: Seat, at: number): Outcome | null {
    try {
      const left = this.#rules.leave(match, seat, at);
      return 'refused' in left ? null : left.outcome;
    } catch (error) {
      if (error instanceof GameFault) return null;
      throw error;
    }
  }
}

/** 1 for the only winner, 0 for a loser; a draw is 0.5, whether no seat has won or all have. */
function winnings({ winners }: Outcome, seat: Seat, seats: number): number {
  if (winners.length === 0) return 0.5;
  if (!winners.includes(seat)) return 0;
  return seats === 1 ? 1 : 1 - (winners.length - 1) / (2 * (seats - 1));
}

/** How far each seat is ahead of the average of the others. */
function leadsOf(scores: readonly number[]): number[] {
  if (scores.length < 2) return [...scores];
  const sum = scores.reduce((total, score) => total + score, 0);
  return scores.map((score) => score - (sum - score) / (scores.length - 1));
}
