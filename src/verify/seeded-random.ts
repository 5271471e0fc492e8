// Chance that a seed repeats: the games' own generator, so that a failure found once is found again.
import { createRandom, draw } from '../game/index.ts';

const SPAN = 2 ** 48;

export class SeededRandom {
  #state;

  constructor(seed: string) {
    this.#state = createRandom(seed);
  }

  /** An integer from 0 to `count` - 1; `count` from 1. */
  integer(count: number): number {
    const [drawn, state] = draw(this.#state, count);
    this.#state = state;
    return drawn;
  }

  /** In [0, 1), as `redeal` wants it. */
  readonly next = (): number => this.integer(SPAN) / SPAN;

  /** Whether something of this likelihood, in [0, 1], happens. */
  chance(likelihood: number): boolean {
    return this.next() < likelihood;
  }

  pick<Item>(list: readonly Item[]): Item | undefined {
    return list.length === 0 ? undefined : list[this.integer(list.length)];
  }

  /** At most so many of them, without their order; all of them where there are no more. */
  sample<Item>(list: readonly Item[], most: number): readonly Item[] {
    if (list.length <= most) return list;
    const left = [...list];
    return Array.from({ length: most }, () => left.splice(this.integer(left.length), 1)).flat();
  }
}
