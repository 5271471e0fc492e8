// All samples by figure and contestant, their medians, and their ratios to the floor.
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
  /** The ratio to the same figure of the floor; null if the floor has none. */
  readonly ratio: number | null;
};

export class Records {
  readonly #samples = new Map<string, { readonly of: Figure; readonly values: number[] }>();
  readonly #notes: string[] = [];

  add(of: Figure, value: number): void {
    const key = `${of.figure}/${of.who}`;
    const { values } = this.#samples.get(key) ?? this.#addFigure(key, of);
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

  /** In the order of the first sample of each figure. */
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
   * The median of the ratios of each sample to the floor's sample of the same round. Both are taken seconds apart, so
   * that other load on the machine is in both.
   */
  #toFloor(figure: string, values: readonly number[]): number | null {
    const floor = this.#samples.get(`${figure}/floor`)?.values;
    if (floor === undefined) return null;
    const ratios = values.flatMap((value, round) =>
      floor[round] === undefined ? [] : [value / floor[round]],
    );
    return medianOf(ratios);
  }

  #addFigure(key: string, of: Figure): { readonly of: Figure; readonly values: number[] } {
    const added = { of, values: [] };
    this.#samples.set(key, added);
    return added;
  }
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
