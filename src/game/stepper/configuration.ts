// Where a compiled machine is: a leaf with the states above it, and what can happen from there, worked out when asked.

import type { Args } from '../references.ts';
import type { StateNode } from '../state-nodes.ts';
import { type Transition, transitionsOf } from '../transitions.ts';
import type { Test } from './compiled-guards.ts';
import type { Act } from './run.ts';
import { lineOf } from './way.ts';

/** A transition from one configuration: what it asks, does, and where it ends. */
export type Move = {
  readonly test: Test | undefined;
  readonly acts: readonly Act[];
  readonly to: Configuration;
  /** It leads somewhere or does something: what is left out of the machine on purpose does not. */
  readonly takes: boolean;
};

/** Makes a move of a transition from there. */
export type MoveMaker = (from: Configuration, transition: Transition) => Move;

export class Configuration {
  readonly leaf: StateNode;
  /** Outermost first. */
  readonly nodes: readonly StateNode[];
  readonly value: unknown;
  readonly #make: MoveMaker;
  readonly #byType = new Map<string, readonly Move[]>();
  #eventless: readonly Move[] | undefined;

  constructor(leaf: StateNode, make: MoveMaker) {
    this.leaf = leaf;
    this.nodes = Object.freeze(lineOf(leaf));
    this.value = stateValueOf(this.nodes);
    this.#make = make;
  }

  /** The first whose test says yes: of the innermost states first, exact names before wildcards. */
  moveFor(args: Args): Move | undefined {
    const { type } = args.event;
    let moves = this.#byType.get(type);
    if (moves === undefined) {
      moves = this.#movesOf((node) => transitionsOf(node, type));
      // Not those that nobody hears: of these there may be any number.
      if (moves.length > 0) this.#byType.set(type, moves);
    }
    return firstOf(moves, args);
  }

  /** The same of the transitions that need no event. */
  eventless(args: Args): Move | undefined {
    this.#eventless ??= this.#movesOf((node) => node.always ?? []);
    return firstOf(this.#eventless, args);
  }

  #movesOf(transitionsAt: (node: StateNode) => readonly Transition[]): readonly Move[] {
    return this.nodes.toReversed().flatMap((node) => transitionsAt(node).map((one) => this.#make(this, one)));
  }
}

function firstOf(moves: readonly Move[], args: Args): Move | undefined {
  for (const move of moves) if (move.test === undefined || move.test(args)) return move;
  return undefined;
}

/** As xstate has it: `turn`, or `{ playing: 'turn' }`. Frozen, since it is shared. */
function stateValueOf(nodes: readonly StateNode[]): unknown {
  const [leaf, ...above] = nodes.slice(1).reverse();
  return above.reduce<unknown>(
    (value, node) => Object.freeze({ [node.key]: value }),
    leaf === undefined ? {} : leaf.key,
  );
}
