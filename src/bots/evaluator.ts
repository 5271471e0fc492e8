// What a line of play is worth to each seat, from 0 (lost) to 1 (won): by its outcome, or by who gained in it.
import { GameFault, type Outcome, type Rules, type Seat } from '../game/index.ts';
import type { Position } from './playout.ts';

/** One number a seat. */
export type Evaluation = readonly number[];

/** How the seats stand, for all to see: one number each, the more the better. */
// biome-ignore lint/suspicious/noExplicitAny: the view's type is known to the game's author alone
export type Heuristic<View = any> = (view: View) => readonly number[];

/** Winning is what counts; the scores tell one win from another. */
const SHARE_OF_SCORES = 0.15;
/** What was gained is not a win yet. */
const SHARE_OF_GAINS = 0.8;

/** So many more outcomes must say that a high score is good, or that it is bad. */
const SURE = 3;

export class Evaluator {
  readonly #rules: Rules;
  readonly #seats: number;
  readonly #heuristic: Heuristic | undefined;
  /** What scores are measured by, since games count in all sizes: the sum of leads so far, and how many they were. */
  readonly #leads = { sum: 0, count: 0 };
  /** Above 0 where it is the winners who have more, below 0 where they have less, as in penalty points. */
  #favour: number;
  #tellsScores = true;

  constructor(options: { rules: Rules; seats: number; heuristic?: Heuristic | undefined }) {
    this.#rules = options.rules;
    this.#seats = options.seats;
    this.#heuristic = options.heuristic;
    this.#favour = options.heuristic ? 1 : 0;
  }

  /** Whether a line of play may be broken off early, since it can be told who has gained in it. */
  get canJudge(): boolean {
    return this.#heuristic !== undefined || Math.abs(this.#favour) >= SURE;
  }

  /** 0.5 for all where the match is not over, and nobody can say who gained. */
  evaluate(end: Position, from: Position): Evaluation {
    const { outcome } = end.match;
    if (outcome === null) return this.#shares(this.#gains(end, from), SHARE_OF_GAINS);
    const won = Array.from({ length: this.#seats }, (_, seat) => winnings(outcome, seat, this.#seats));
    if (outcome.scores === undefined) return won;
    const leads = leadsOf(outcome.scores);
    // Only outcomes tell which way the scores count
    if (!this.#heuristic)
      this.#favour += Math.sign(outcome.winners.reduce((sum, at) => sum + (leads[at] ?? 0), 0));
    const scored = this.#shares(leads, 1);
    return won.map((one, seat) => (1 - SHARE_OF_SCORES) * one + SHARE_OF_SCORES * (scored[seat] ?? 0));
  }

  #shares(leads: readonly number[], share: number): Evaluation {
    for (const lead of leads) {
      this.#leads.sum += Math.abs(lead);
      this.#leads.count += 1;
    }
    const usual = this.#leads.sum / this.#leads.count || 1;
    const weight = (share * Math.sign(this.#favour)) / 2;
    return leads.map((lead) => 0.5 + (weight * lead) / (Math.abs(lead) + usual));
  }

  #gains(end: Position, from: Position): readonly number[] {
    const [after, before] = [this.#scores(end), this.#scores(from)].map(
      (scores) => scores && leadsOf(scores),
    );
    return Array.from({ length: this.#seats }, (_, seat) => (after?.[seat] ?? 0) - (before?.[seat] ?? 0));
  }

  #scores(position: Position): readonly number[] | undefined {
    if (this.#heuristic) return this.#heuristic(this.#rules.view(position.match));
    const scores = this.#tellsScores ? this.#scoresByLeaving(position) : undefined;
    this.#tellsScores = scores !== undefined;
    return scores;
  }

  /**
   * A game tells its scores only at the end, so it is ended: each seat leaves once, and what
   * leaving costs evens out between them.
   */
  #scoresByLeaving({ match, at }: Position): readonly number[] | undefined {
    const sums = Array<number>(this.#seats).fill(0);
    for (let leaver = 0; leaver < this.#seats; leaver += 1) {
      const left = this.#left(match, leaver, at);
      if (left?.scores === undefined) return undefined;
      for (const [seat, score] of left.scores.entries()) sums[seat] = (sums[seat] ?? 0) + score;
    }
    return sums;
  }

  #left(match: Position['match'], seat: Seat, at: number): Outcome | null {
    try {
      const left = this.#rules.leave(match, seat, at);
      return 'refused' in left ? null : left.outcome;
    } catch (error) {
      if (error instanceof GameFault) return null;
      throw error;
    }
  }
}

/** 1 for winning alone, 0 for losing; a draw is 0.5, whether nobody has won or all have. */
function winnings({ winners }: Outcome, seat: Seat, seats: number): number {
  if (winners.length === 0) return 0.5;
  if (!winners.includes(seat)) return 0;
  return seats === 1 ? 1 : 1 - (winners.length - 1) / (2 * (seats - 1));
}

/** How far each is ahead of the average of the others. */
function leadsOf(scores: readonly number[]): number[] {
  if (scores.length < 2) return [...scores];
  const sum = scores.reduce((total, score) => total + score, 0);
  return scores.map((score) => score - (sum - score) / (scores.length - 1));
}
