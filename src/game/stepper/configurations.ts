// All places where a compiled machine can be, each made when it is first reached, with the moves between them.
import type { StateNode } from '../state-nodes.ts';
import type { Transition } from '../transitions.ts';
import { actorless, refuseActors } from './actorless.ts';
import { actOf, type Faces } from './compiled-actions.ts';
import { testOf } from './compiled-guards.ts';
import { completionOf } from './completion.ts';
import { Configuration, type Move } from './configuration.ts';
import type { Reference } from './references.ts';
import type { Act } from './run.ts';
import { lineOf, type Way, wayOf } from './way.ts';

export class Configurations {
  readonly #faces: Faces = { self: actorless(), system: actorless(), spawn: refuseActors };
  readonly #byLeaf = new Map<StateNode, Configuration>();

  at(leaf: StateNode): Configuration {
    const known = this.#byLeaf.get(leaf);
    if (known !== undefined) return known;
    const made = new Configuration(leaf, (from, transition) => this.#move(from, transition));
    this.#byLeaf.set(leaf, made);
    return made;
  }

  #move(from: Configuration, transition: Transition): Move {
    const { guard, actions, target, source } = transition;
    const way = wayOf(transition, from.nodes);
    const leaf = way.entered.at(-1)?.node ?? from.leaf;
    return {
      test: guard === undefined ? undefined : testOf(source.machine, guard),
      acts: this.#acts(way, actions, leaf),
      to: leaf === from.leaf ? from : this.at(leaf),
      takes: target !== undefined || actions.length > 0,
    };
  }

  /** In xstate's order: exits from the inside out, the transition's own, entries from the outside in. */
  #acts({ left, entered }: Way, actions: readonly Reference[], leaf: StateNode): readonly Act[] {
    const { machine } = leaf;
    const acts = (references: readonly Reference[]) =>
      references.map((reference) => actOf(machine, reference, this.#faces));
    const ends = leaf.type === 'final' && leaf.parent === machine.root && entered.length > 0;
    return [
      ...left.flatMap(({ exit }) => acts(exit)),
      ...acts(actions),
      ...entered.flatMap(({ node, byDefault }) => [
        ...acts(node.entry),
        ...(byDefault ? acts(node.initial.actions) : []),
        ...(completionOf(node, this.#faces) ?? []),
      ]),
      // A machine that is done leaves all its states.
      ...(ends ? lineOf(leaf).toReversed() : []).flatMap(({ exit }) => acts(exit)),
    ];
  }
}
