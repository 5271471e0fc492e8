// Breadth-first search through the positions of a match, up to a bound: the first way found to each is a shortest one.
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
import {
  hasLeavers,
  isOver,
  keyOf,
  type Position,
  presentSeats,
  type SearchContext,
  textOf,
} from './position.ts';

type ExploredPosition = {
  /** Index of the position before, and the event that leads from it to here; -1 and undefined for the start. */
  readonly from: number;
  readonly event: MatchEvent | undefined;
  readonly depth: number;
  readonly isFinal: boolean;
  /** All players have left. */
  readonly isEmpty: boolean;
  readonly hasLeavers: boolean;
  /** Until the position has been expanded. */
  arrival: Arrival | undefined;
  /** Whether every successor is known: false for positions that failed a check, or that the bound left out. */
  isKnown: boolean;
};

type Arrival = Pick<CheckedMove, 'position' | 'text'>;

/** What a breadth-first search has found. */
export type Exploration = {
  /** In the order in which they were found. */
  readonly positions: readonly ExploredPosition[];
  /** Number of moves from one position to another. */
  readonly edges: number;
  /** For each position, the indexes of those that lead to it by anything but a leaving player. */
  readonly predecessors: readonly (readonly number[])[];
  /** Every position that exists was checked. */
  readonly exhaustive: boolean;
};

type ExploreOptions = {
  readonly start: Position;
  /** Maximum number of positions. */
  readonly states: number;
  /** Called before each position with the number found so far; true ends the search. */
  readonly shouldStop?: (found: number) => boolean;
  /** Called once for each position; may throw FailedCheck. */
  readonly visit?: (position: Position) => void;
  readonly onFailure: (failure: FailedCheck, events: readonly MatchEvent[]) => void;
};

/** Failures go to `onFailure`; nothing of the game's is thrown. */
export function explore(context: SearchContext, options: ExploreOptions): Exploration {
  const search = new BreadthFirstSearch(context, options);
  search.run();
  return search;
}

class BreadthFirstSearch implements Exploration {
  readonly positions: ExploredPosition[] = [];
  readonly predecessors: number[][] = [];
  edges = 0;
  exhaustive = true;
  readonly #context: SearchContext;
  readonly #options: ExploreOptions;
  readonly #indexes = new Map<string, number>();

  constructor(context: SearchContext, options: ExploreOptions) {
    this.#context = context;
    this.#options = options;
    const { start } = options;
    this.#arrive({ position: start, text: textOf(context.rules, start) }, -1);
  }

  run(): void {
    const { states, shouldStop } = this.#options;
    for (let index = 0; index < this.positions.length; index += 1) {
      if (this.positions.length > states || shouldStop?.(this.positions.length)) {
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
    // Thousands of matches in memory would cost more than the search itself
    node.arrival = undefined;
    this.#attempt(index, undefined, () => {
      const checked = checkPosition(this.#context, position, text);
      node.isKnown = checked.legal.every(({ complete }) => complete);
      this.#attempt(index, undefined, () => this.#options.visit?.(position));
      for (const move of movesAt(position, checked.legal)) {
        this.#attempt(index, eventOf(position, move), () => this.#follow(index, position, checked, move));
      }
    });
  }

  #follow(from: number, position: Position, { restored }: CheckedPosition, move: Move): void {
    const result = checkMove(this.#context, { position, restored, move });
    if (result === undefined) return;
    if (isRefused(result)) throw legalButRefused(move, result);
    const to = this.#arrive(result, from, result.event);
    this.edges += 1;
    if (move.type !== 'seat.left') this.predecessors[to]?.push(from);
  }

  #arrive({ position, text }: Arrival, from: number, event?: MatchEvent): number {
    const key = keyOf(this.#context.rules, position);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.positions.length;
    this.#indexes.set(key, index);
    const depth = (this.positions[from]?.depth ?? -1) + 1;
    this.positions.push({
      ...{ from, event, depth, arrival: { position, text }, isKnown: false },
      ...{ isFinal: isOver(position), isEmpty: presentSeats(position).length === 0 },
      hasLeavers: hasLeavers(position),
    });
    this.predecessors.push([]);
    // A final position has no successors, so it can be checked and let go at once
    if (isOver(position)) this.#expand(index);
    return index;
  }

  /** A failure ends only the step in which it occurs, not the search. */
  #attempt(index: number, last: MatchEvent | undefined, step: () => void): void {
    try {
      step();
    } catch (failure) {
      if (!(failure instanceof FailedCheck)) throw failure;
      const node = this.positions[index];
      if (node) node.isKnown = false;
      this.#options.onFailure(failure, [...eventsTo(this, index), ...(last ? [last] : [])]);
    }
  }
}

/** The shortest list of events that leads to a position. */
export function eventsTo({ positions }: Pick<Exploration, 'positions'>, index: number): MatchEvent[] {
  const events: MatchEvent[] = [];
  for (let node = positions[index]; node?.event; node = positions[node.from]) events.push(node.event);
  return events.reverse();
}

/** The first position from which no final one can be reached unless a player leaves; undefined if there is none. */
export function nearestTrap({ positions, predecessors }: Exploration): number | undefined {
  const canEnd = positions.map(({ isFinal, isKnown, isEmpty }) => isFinal || isEmpty || !isKnown);
  const open = canEnd.flatMap((can, index) => (can ? [index] : []));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const from of predecessors[next] ?? []) {
      if (canEnd[from]) continue;
      canEnd[from] = true;
      open.push(from);
    }
  }
  const trap = canEnd.indexOf(false);
  return trap === -1 ? undefined : trap;
}
