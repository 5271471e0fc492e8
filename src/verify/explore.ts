// Breadth first through all positions of a match, up to a bound: what is found first has the shortest way to it.
import type { MatchEvent } from '../room/index.ts';
import {
  type CheckedMove,
  type CheckedPosition,
  checkMove,
  checkPosition,
  legalButRefused,
} from './check-position.ts';
import { FailedCheck } from './failed-check.ts';
import { eventOf, isRefused, type Move, movesAt } from './moves.ts';
import { isOver, keyOf, type Position, type SearchContext, textOf } from './position.ts';

/** A position that was found, and the event by which it was. */
type ExploredPosition = {
  readonly from: number;
  readonly event: MatchEvent | undefined;
  readonly depth: number;
  readonly isFinal: boolean;
  readonly isEmpty: boolean;
  readonly hasLeavers: boolean;
  /** Until it has been looked at. */
  arrival: Pick<CheckedMove, 'position' | 'text'> | undefined;
  /** Whether all that can follow it is known: not for those that failed, or were beyond the bound. */
  isKnown: boolean;
};

export type Exploration = {
  readonly positions: readonly ExploredPosition[];
  /** How many moves lead from one of them to another. */
  readonly edges: number;
  /** By the position led to, from where; leavers aside. */
  readonly predecessors: readonly (readonly number[])[];
  /** Every position there is was looked at. */
  readonly exhaustive: boolean;
};

type ExploreOptions = {
  readonly start: Position;
  /** So many positions at most. */
  readonly states: number;
  /** Asked before each, with the number found so far; true ends it early. */
  readonly pause?: (found: number) => boolean;
  /** May fail what it looks at; called for each position once. */
  readonly visit?: (position: Position) => void;
  readonly failed: (failure: FailedCheck, events: readonly MatchEvent[]) => void;
};

export function explore(context: SearchContext, exploring: ExploreOptions): Exploration {
  const search = new Search(context, exploring);
  search.run();
  return search;
}

class Search implements Exploration {
  readonly positions: ExploredPosition[] = [];
  readonly predecessors: number[][] = [];
  edges = 0;
  exhaustive = true;
  readonly #context: SearchContext;
  readonly #exploring: ExploreOptions;
  readonly #known = new Map<string, number>();

  constructor(context: SearchContext, exploring: ExploreOptions) {
    this.#context = context;
    this.#exploring = exploring;
    const { start } = exploring;
    this.#arrive({ position: start, text: textOf(context.rules, start) }, -1);
  }

  run(): void {
    const { states, pause } = this.#exploring;
    for (let index = 0; index < this.positions.length; index += 1) {
      if (this.positions.length > states || pause?.(this.positions.length)) {
        this.exhaustive = false;
        return;
      }
      this.#expand(index);
    }
  }

  #expand(index: number): void {
    const node = this.positions[index];
    const arrival = node?.arrival;
    if (!node || !arrival) return;
    const { position, text } = arrival;
    // Let go: thousands of matches kept would cost more than they do to find
    node.arrival = undefined;
    this.#attempt(index, undefined, () => {
      const looked = checkPosition(this.#context, position, text);
      node.isKnown = looked.legal.every(({ complete }) => complete);
      this.#attempt(index, undefined, () => this.#exploring.visit?.(position));
      for (const move of movesAt(position, looked.legal)) {
        this.#attempt(index, eventOf(position, move), () => this.#follow(index, position, looked, move));
      }
    });
  }

  #follow(from: number, position: Position, { restored }: CheckedPosition, move: Move): void {
    const result = checkMove(this.#context, { position, restored, move });
    if (result === undefined) return;
    if (isRefused(result)) throw legalButRefused(move, result);
    const to = this.#arrive(result, from);
    this.edges += 1;
    if (move.type !== 'seat.left') this.predecessors[to]?.push(from);
  }

  #arrive({ position, text, event }: Arrival, from: number): number {
    const key = keyOf(position, text);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.positions.length;
    this.#known.set(key, index);
    const depth = (this.positions[from]?.depth ?? -1) + 1;
    this.positions.push({
      ...traits(position),
      from,
      event,
      depth,
      arrival: { position, text },
      isKnown: false,
    });
    this.predecessors.push([]);
    // Nothing comes after it, so it need not wait for its turn
    if (isOver(position)) this.#expand(index);
    return index;
  }

  /** A failure costs what it is about alone. */
  #attempt(index: number, last: MatchEvent | undefined, run: () => void): void {
    try {
      run();
    } catch (failure) {
      if (!(failure instanceof FailedCheck)) throw failure;
      const node = this.positions[index];
      if (node) node.isKnown = false;
      this.#exploring.failed(failure, [...eventsTo(this, index), ...(last ? [last] : [])]);
    }
  }
}

type Arrival = Pick<CheckedMove, 'position' | 'text'> & Partial<CheckedMove>;

const traits = (position: Position) => ({
  isFinal: isOver(position),
  isEmpty: !position.gone.includes(false),
  hasLeavers: position.gone.includes(true),
});

/** The shortest way to a position. */
export function eventsTo({ positions: found }: Pick<Exploration, 'positions'>, index: number): MatchEvent[] {
  const events: MatchEvent[] = [];
  for (let node = found[index]; node?.event; node = found[node.from]) events.push(node.event);
  return events.reverse();
}

/** The nearest position from which no final one is reached unless someone leaves; undefined where there is none. */
export function nearestTrap({ positions: found, predecessors: ways }: Exploration): number | undefined {
  const canEnd = found.map(({ isFinal, isKnown, isEmpty }) => isFinal || isEmpty || !isKnown);
  const open = canEnd.flatMap((can, index) => (can ? [index] : []));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const from of ways[next] ?? []) {
      if (canEnd[from]) continue;
      canEnd[from] = true;
      open.push(from);
    }
  }
  const trap = canEnd.indexOf(false);
  return trap === -1 ? undefined : trap;
}
