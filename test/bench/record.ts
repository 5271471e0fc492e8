// All that was measured: samples by figure and contestant, their medians, and how these compare to the floor's.
export type Figure = {
  /** What is measured, like `CPU a move`. */
  readonly figure: string;
  readonly who: string;
  readonly unit: string;
};

export type Result = Figure & {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly samples: number;
  /** To the floor's same figure; null where the floor has none. */
  readonly ratio: number | null;
};

export class Records {
  readonly #samples = new Map<string, { readonly of: Figure; readonly values: number[] }>();
  readonly #notes: string[] = [];

  add(of: Figure, value: number): void {
    const key = `${of.figure}/${of.who}`;
    const { values } = this.#samples.get(key) ?? this.#begin(key, of);
    values.push(value);
  }

  note(text: string): void {
    if (!this.#notes.includes(text)) this.#notes.push(text);
  }

  get notes(): readonly string[] {
    return this.#notes;
  }

  median(figure: string, who: string): number | undefined {
    const values = this.#samples.get(`${figure}/${who}`)?.values;
    return values === undefined ? undefined : medianOf(values);
  }

  /** In the order in which figures were measured first. */
  results(): Result[] {
    const byFigure = Map.groupBy(this.#samples.values(), ({ of }) => of.figure);
    return [...byFigure.values()].flat().map(({ of, values }) => {
      const sorted = values.toSorted((a, b) => a - b);
      const median = medianOf(values);
      return {
        ...{ ...of, median, low: sorted[0] ?? median, high: sorted.at(-1) ?? median, samples: sorted.length },
        ratio: this.#toFloor(of.figure, values),
      };
    });
  }

  /**
   * The median of what each sample is to the floor's of the same round, taken seconds apart: what comes and goes on the
   * machine is in both.
   */
  #toFloor(figure: string, values: readonly number[]): number | null {
    const floor = this.#samples.get(`${figure}/floor`)?.values;
    if (floor === undefined) return null;
    const ofRounds = values.flatMap((value, round) =>
      floor[round] === undefined ? [] : [value / floor[round]],
    );
    return medianOf(ofRounds);
  }

  #begin(key: string, of: Figure): { readonly of: Figure; readonly values: number[] } {
    const begun = { of, values: [] };
    this.#samples.set(key, begun);
    return begun;
  }
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
