// All places where a compiled machine can be, each made when it is first reached, with the moves between them.
import type { AnyStateMachine } from 'xstate';
import type { Reference } from '../references.ts';
import { type StateNode, stateNodesOf } from '../state-nodes.ts';
import type { Transition } from '../transitions.ts';
import { actorless, refuseActors } from './actorless.ts';
import { actOf, type Faces } from './compiled-actions.ts';
import { testOf } from './compiled-guards.ts';
import { completionOf } from './completion.ts';
import { Configuration, type Move } from './configuration.ts';
import type { Act } from './run.ts';
import type { Snapshot } from './stepper.ts';
import { initialEntries, lineOf, type Way, wayOf } from './way.ts';

/** Where a machine begins, and what it does on the way there. */
type Beginning = { readonly acts: readonly Act[]; readonly to: Configuration };

export class Configurations {
  readonly #machine: AnyStateMachine;
  readonly #nodes: ReadonlyMap<string, StateNode>;
  readonly #faces: Faces = { self: actorless(), system: actorless(), spawn: refuseActors };
  readonly #byLeaf = new Map<string, Configuration>();
  #initial: Beginning | undefined;

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    this.#nodes = new Map(stateNodesOf(machine).map((node) => [node.id, node]));
  }

  get initial(): Beginning {
    this.#initial ??= this.#begin();
    return this.#initial;
  }

  /** Where a snapshot is, of this machine or of a copy of it. */
  of({ _nodes: nodes }: Snapshot): Configuration {
    // Mostly the last, as a configuration has them; xstate keeps to no order.
    const leaf = nodes.findLast(({ type }) => type !== 'compound') ?? this.#machine.root;
    return this.#byLeaf.get(leaf.id) ?? this.#at(this.#nodes.get(leaf.id) ?? leaf);
  }

  #at(leaf: StateNode): Configuration {
    const made =
      this.#byLeaf.get(leaf.id) ??
      new Configuration(leaf, (from, transition) => this.#move(from, transition));
    this.#byLeaf.set(leaf.id, made);
    return made;
  }

  #begin(): Beginning {
    const { root } = this.#machine;
    const entered = [{ node: root, byDefault: true }, ...initialEntries(root)];
    const leaf = entered.at(-1)?.node ?? root;
    return { acts: this.#acts({ left: [], entered }, [], leaf), to: this.#at(leaf) };
  }

  #move(from: Configuration, transition: Transition): Move {
    const { guard, actions, target } = transition;
    const way = wayOf(transition, from.nodes);
    const leaf = way.entered.at(-1)?.node ?? from.leaf;
    return {
      test: guard === undefined ? undefined : testOf(this.#machine, guard),
      acts: this.#acts(way, actions, leaf),
      to: leaf === from.leaf ? from : this.#at(leaf),
      takes: target !== undefined || actions.length > 0,
    };
  }

  /** In xstate's order: exits from the inside out, the transition's own, entries from the outside in. */
  #acts({ left, entered }: Way, actions: readonly Reference[], leaf: StateNode): readonly Act[] {
    const machine = this.#machine;
    const acts = (references: readonly Reference[]) =>
      references.map((reference) => actOf(machine, reference, this.#faces));
    const ends = leaf.type === 'final' && leaf.parent === machine.root && entered.length > 0;
    return [
      ...left.flatMap(({ exit }) => acts(exit)),
      ...acts(actions),
      ...entered.flatMap(({ node, byDefault }) => [
        ...acts(node.entry),
        ...(byDefault ? acts(node.initial.actions) : []),
        ...completionOf(node, this.#faces),
      ]),
      // A machine that is done leaves all its states.
      ...(ends ? lineOf(leaf).toReversed() : []).flatMap(({ exit }) => acts(exit)),
    ];
  }
}
