// All places where a compiled machine can be, each made when it is first reached, with the moves between them.
import type { AnyStateMachine } from 'xstate';
import {
  type Args,
  type Reference,
  type StateNode,
  stateNodesOf,
  type Transition,
  transitionsOf,
} from '../../machine-introspection.ts';
import type { Snapshot } from '../engine.ts';
import { refuseActors, refusingActor } from '../xstate-engine.ts';
import {
  type ActionArgs,
  type CompiledAction,
  type CompiledGuard,
  compileAction,
  compileGuard,
  type Macrostep,
} from './actions.ts';
import { type ExitEntrySets, exitEntrySetsOf, initialEntries, pathTo } from './exit-entry-sets.ts';

/** Where a machine begins, and what it does on the way there. */
type Beginning = { readonly acts: readonly CompiledAction[]; readonly to: Configuration };

export class Configurations {
  readonly #machine: AnyStateMachine;
  readonly #nodes: ReadonlyMap<string, StateNode>;
  readonly #faces: ActionArgs = { self: refusingActor(), system: refusingActor(), spawn: refuseActors };
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
    return { acts: this.#acts({ exited: [], entered }, [], leaf), to: this.#at(leaf) };
  }

  #move(from: Configuration, transition: Transition): CompiledTransition {
    const { guard, actions, target } = transition;
    const way = exitEntrySetsOf(transition, from.nodes);
    const leaf = way.entered.at(-1)?.node ?? from.leaf;
    return {
      test: guard === undefined ? undefined : compileGuard(this.#machine, guard),
      acts: this.#acts(way, actions, leaf),
      to: leaf === from.leaf ? from : this.#at(leaf),
      takes: target !== undefined || actions.length > 0,
    };
  }

  /** In xstate's order: exits from the inside out, the transition's own, entries from the outside in. */
  #acts(
    { exited: left, entered }: ExitEntrySets,
    actions: readonly Reference[],
    leaf: StateNode,
  ): readonly CompiledAction[] {
    const machine = this.#machine;
    const acts = (references: readonly Reference[]) =>
      references.map((reference) => compileAction(machine, reference, this.#faces));
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
      ...(ends ? pathTo(leaf).toReversed() : []).flatMap(({ exit }) => acts(exit)),
    ];
  }
}

// Where a compiled machine is: a leaf with the states above it, and what can happen from there, worked out when asked.

/** A transition from one configuration: what it asks, does, and where it ends. */
export type CompiledTransition = {
  readonly test: CompiledGuard | undefined;
  readonly acts: readonly CompiledAction[];
  readonly to: Configuration;
  /** It leads somewhere or does something: what is left out of the machine on purpose does not. */
  readonly takes: boolean;
};

/** Makes a move of a transition from there. */
export type TransitionCompiler = (from: Configuration, transition: Transition) => CompiledTransition;

export class Configuration {
  readonly leaf: StateNode;
  /** Outermost first. */
  readonly nodes: readonly StateNode[];
  readonly value: unknown;
  readonly #make: TransitionCompiler;
  readonly #byType = new Map<string, readonly CompiledTransition[]>();
  #eventless: readonly CompiledTransition[] | undefined;

  constructor(leaf: StateNode, make: TransitionCompiler) {
    this.leaf = leaf;
    this.nodes = Object.freeze(pathTo(leaf));
    this.value = stateValueOf(this.nodes);
    this.#make = make;
  }

  /** The first whose test says yes: of the innermost states first, exact names before wildcards. */
  moveFor(args: Args): CompiledTransition | undefined {
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
  eventless(args: Args): CompiledTransition | undefined {
    this.#eventless ??= this.#movesOf((node) => node.always ?? []);
    return firstOf(this.#eventless, args);
  }

  #movesOf(transitionsAt: (node: StateNode) => readonly Transition[]): readonly CompiledTransition[] {
    return this.nodes.toReversed().flatMap((node) => transitionsAt(node).map((one) => this.#make(this, one)));
  }
}

function firstOf(moves: readonly CompiledTransition[], args: Args): CompiledTransition | undefined {
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

// What entering a final state means: the state around it is done, or with the root the whole machine, with an output.

/** Empty for a state that ends nothing. */
export function completionOf(node: StateNode, faces: ActionArgs): readonly CompiledAction[] {
  const { parent, type, output, machine } = node;
  if (type !== 'final' || parent === undefined) return [];
  const said = (expression: unknown, { context }: Macrostep, event: object): unknown =>
    typeof expression === 'function' ? expression({ context, event, self: faces.self }) : expression;
  if (parent !== machine.root) {
    return [(run) => run.raised.push(doneEvent(parent, said(output, run, run.event)))];
  }
  return [
    (run) => {
      run.done = true;
      run.output = said(machine.root.output, run, doneEvent(node, said(output, run, run.event)));
    },
  ];
}

/** As xstate shapes it: the root's `output`, and `onDone`, look at it. */
const doneEvent = ({ id }: StateNode, output: unknown) => ({ type: `xstate.done.state.${id}`, output });
