// What a simulation throws: which rule was broken, and where to find it again.

/** C3, R3 … as README lists them. */
export type RuleId = 'C3' | 'R3' | 'R5' | 'R6' | 'R7' | 'R9' | 'R10';

export type Breach = { readonly rule: RuleId; readonly what: string };

/** The same seed comes to the same step again, as long as the plan, the game and the code are the same. */
export class BrokenRule extends Error {
  override readonly name = 'BrokenRule';
  readonly rule: RuleId;
  readonly seed: string | number;
  readonly step: number;

  constructor(
    { rule, what }: Breach,
    { seed, step }: { readonly seed: string | number; readonly step: number },
  ) {
    super(`${rule} is broken at step ${step} of seed ${JSON.stringify(seed)}: ${what}`);
    this.rule = rule;
    this.seed = seed;
    this.step = step;
  }
}
