// All configurations of a compiled machine (a leaf with the states above it), with the transitions between them.
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

/** A transition as taken from one configuration: its guard, all actions of exits and entries, and where it ends. */
export type CompiledTransition = {
  readonly guard: CompiledGuard | undefined;
  readonly actions: readonly CompiledAction[];
  readonly to: Configuration;
  /** It has a target or actions. Without either it forbids an event that an outer state would take. */
  readonly takes: boolean;
};

type TransitionCompiler = (from: Configuration, transition: Transition) => CompiledTransition;

/** Its transitions are compiled when they are first asked for. */
export class Configuration {
  readonly leaf: StateNode;
  /** The root first. */
  readonly nodes: readonly StateNode[];
  readonly value: unknown;
  readonly #compile: TransitionCompiler;
  readonly #byType = new Map<string, readonly CompiledTransition[]>();
  #eventless: readonly CompiledTransition[] | undefined;

  constructor(leaf: StateNode, compile: TransitionCompiler) {
    this.leaf = leaf;
    this.nodes = Object.freeze(pathTo(leaf));
    this.value = stateValueOf(this.nodes);
    this.#compile = compile;
  }

  /** The first transition for the event whose guard passes: innermost states first, exact names before wildcards. */
  transitionFor(args: Args): CompiledTransition | undefined {
    const { type } = args.event;
    let transitions = this.#byType.get(type);
    if (transitions === undefined) {
      transitions = this.#compiled((node) => transitionsOf(node, type));
      // Types without a transition are not kept: there may be any number of them.
      if (transitions.length > 0) this.#byType.set(type, transitions);
    }
    return firstPassing(transitions, args);
  }

  /** The first `always` whose guard passes. */
  eventlessTransition(args: Args): CompiledTransition | undefined {
    this.#eventless ??= this.#compiled((node) => node.always ?? []);
    return firstPassing(this.#eventless, args);
  }

  #compiled(transitionsAt: (node: StateNode) => readonly Transition[]): readonly CompiledTransition[] {
    return this.nodes
      .toReversed()
      .flatMap((node) => transitionsAt(node).map((transition) => this.#compile(this, transition)));
  }
}

/** The actions of the set-up, and the configuration in which it ends. */
type Initial = { readonly actions: readonly CompiledAction[]; readonly to: Configuration };

export class Configurations {
  readonly #machine: AnyStateMachine;
  readonly #nodes: ReadonlyMap<string, StateNode>;
  readonly #args: ActionArgs = { self: refusingActor(), system: refusingActor(), spawn: refuseActors };
  readonly #byLeaf = new Map<string, Configuration>();
  #initial: Initial | undefined;

  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    this.#nodes = new Map(stateNodesOf(machine).map((node) => [node.id, node]));
  }

  get initial(): Initial {
    this.#initial ??= this.#compileInitial();
    return this.#initial;
  }

  /** The configuration of a snapshot, which may be of this machine or of a copy of it. */
  of({ _nodes: nodes }: Snapshot): Configuration {
    // The leaf is last in our own snapshots; xstate keeps no order.
    const leaf = nodes.findLast(({ type }) => type !== 'compound') ?? this.#machine.root;
    return this.#byLeaf.get(leaf.id) ?? this.#at(this.#nodes.get(leaf.id) ?? leaf);
  }

  #at(leaf: StateNode): Configuration {
    const found = this.#byLeaf.get(leaf.id);
    if (found !== undefined) return found;
    const made = new Configuration(leaf, (from, transition) => this.#compile(from, transition));
    this.#byLeaf.set(leaf.id, made);
    return made;
  }

  #compileInitial(): Initial {
    const { root } = this.#machine;
    const entered = [{ node: root, byDefault: true }, ...initialEntries(root)];
    const leaf = entered.at(-1)?.node ?? root;
    return { actions: this.#actions({ exited: [], entered }, [], leaf), to: this.#at(leaf) };
  }

  #compile(from: Configuration, transition: Transition): CompiledTransition {
    const { guard, actions, target } = transition;
    const sets = exitEntrySetsOf(transition, from.nodes);
    const leaf = sets.entered.at(-1)?.node ?? from.leaf;
    return {
      guard: guard === undefined ? undefined : compileGuard(this.#machine, guard),
      actions: this.#actions(sets, actions, leaf),
      to: leaf === from.leaf ? from : this.#at(leaf),
      takes: target !== undefined || actions.length > 0,
    };
  }

  /** In xstate's order: exits from the inside out, the transition's own actions, entries from the outside in. */
  #actions(
    { exited, entered }: ExitEntrySets,
    own: readonly Reference[],
    leaf: StateNode,
  ): readonly CompiledAction[] {
    const compiled = (actions: readonly Reference[]) =>
      actions.map((action) => compileAction(this.#machine, action, this.#args));
    const isEnd = leaf.type === 'final' && leaf.parent === this.#machine.root && entered.length > 0;
    return [
      ...exited.flatMap(({ exit }) => compiled(exit)),
      ...compiled(own),
      ...entered.flatMap(({ node, byDefault }) => [
        ...compiled(node.entry),
        ...(byDefault ? compiled(node.initial.actions) : []),
        ...completionOf(node, this.#args),
      ]),
      // A machine that is done exits all its states.
      ...(isEnd ? pathTo(leaf).toReversed() : []).flatMap(({ exit }) => compiled(exit)),
    ];
  }
}

function firstPassing(
  transitions: readonly CompiledTransition[],
  args: Args,
): CompiledTransition | undefined {
  for (const transition of transitions)
    if (transition.guard === undefined || transition.guard(args)) return transition;
  return undefined;
}

/** What entering a final state does: its parent is done, or with the root as its parent the whole machine. */
function completionOf(node: StateNode, { self }: ActionArgs): readonly CompiledAction[] {
  const { parent, type, output, machine } = node;
  if (type !== 'final' || parent === undefined) return [];
  const evaluate = (expression: unknown, { context }: Macrostep, event: object): unknown =>
    typeof expression === 'function' ? expression({ context, event, self }) : expression;
  if (parent !== machine.root) {
    return [(step) => step.raised.push(doneEvent(parent, evaluate(output, step, step.event)))];
  }
  return [
    (step) => {
      step.done = true;
      step.output = evaluate(machine.root.output, step, doneEvent(node, evaluate(output, step, step.event)));
    },
  ];
}

/** The event that `onDone` and the `output` of the root get, as xstate makes it. */
const doneEvent = ({ id }: StateNode, output: unknown) => ({ type: `xstate.done.state.${id}`, output });

/** As xstate has it: `turn`, or `{ playing: 'turn' }`. Frozen, since all snapshots of the configuration share it. */
function stateValueOf(nodes: readonly StateNode[]): unknown {
  const [leaf, ...above] = nodes.slice(1).reverse();
  return above.reduce<unknown>(
    (value, node) => Object.freeze({ [node.key]: value }),
    leaf === undefined ? {} : leaf.key,
  );
}
