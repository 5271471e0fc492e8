// Random numbers of a search, by the generator of the games: the same seed finds the same failure again.
import { createRandom, draw } from '../game/index.ts';

const RESOLUTION = 2 ** 48;

/** A mutable generator. */
export class SeededRandom {
  #state;

  constructor(seed: string) {
    this.#state = createRandom(seed);
  }

  /** An integer from 0 to `count` - 1; `count` is at least 1. */
  integer(count: number): number {
    const [drawn, state] = draw(this.#state, count);
    this.#state = state;
    return drawn;
  }

  /** A number in [0, 1). A bound function, since `redeal` takes it as it is. */
  readonly next = (): number => this.integer(RESOLUTION) / RESOLUTION;

  /** True with this probability, in [0, 1]. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(list: readonly Item[]): Item | undefined {
    return list.length === 0 ? undefined : list[this.integer(list.length)];
  }

  /** At most `most` items, in any order; all of them, in their own order, where there are no more. */
  sample<Item>(list: readonly Item[], most: number): readonly Item[] {
    if (list.length <= most) return list;
    const left = [...list];
    return Array.from({ length: most }, () => left.splice(this.integer(left.length), 1)).flat();
  }
}
