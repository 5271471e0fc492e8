// `turnkeeper graph`: prints the machine of a game as a Mermaid diagram.
import { Command } from 'commander';
import { type Game, guardText, type StateNode, stateNodesOf, type Transition } from '../game/index.ts';
import { loadNamedGame } from './named-game.ts';

export function graphCommand(): Command {
  return new Command('graph')
    .description('Prints the machine of a game as a Mermaid state diagram.')
    .argument('<game>', 'The name of a bundled game, or the path of a module or its folder.')
    .action(async (game: string) => void process.stdout.write(mermaidOf(await loadNamedGame(game))));
}

/** The text of a Mermaid stateDiagram-v2, which GitHub and most editors draw in Markdown. It ends with a line feed. */
export function mermaidOf({ name, machine }: Pick<Game, 'name' | 'machine'>): string {
  const states = stateNodesOf(machine);
  const diagram: Diagram = { root: machine.root, ids: idsOf(states), edges: states.flatMap(edgesOf) };
  const body = [...rootLines(diagram, name), ...linesIn(null, diagram)];
  return ['---', `title: ${name}`, '---', 'stateDiagram-v2', ...body.map(indented), ''].join('\n');
}

type Diagram = {
  readonly root: StateNode;
  readonly ids: ReadonlyMap<StateNode, string>;
  readonly edges: readonly Edge[];
};

/** A state whose lines are inside braces; null: the top level of the diagram. */
type Block = StateNode | null;

/** A root with regions needs braces around it; any other root is the top level of the diagram. */
function rootLines(diagram: Diagram, name: string): string[] {
  const { root } = diagram;
  if (root.type !== 'parallel') return insideOf(root, diagram);
  const id = idOf(root, diagram);
  return [`[*] --> ${id}`, `state ${quoted(name)} as ${id} {`, ...insideOf(root, diagram).map(indented), '}'];
}

function insideOf(node: StateNode, diagram: Diagram): string[] {
  const children = Object.values(node.states);
  if (node.type === 'parallel') return children.flatMap((child, index) => region(child, index, diagram));
  const initial = node.initial?.target ?? [];
  const finals = children.filter(({ type }) => type === 'final');
  return [
    ...initial.map((first) => `[*] --> ${idOf(first, diagram)}`),
    ...children.flatMap((child) => declarationOf(child, diagram)),
    ...linesIn(node, diagram),
    ...finals.map((final) => `${idOf(final, diagram)} --> [*]`),
  ];
}

function region(child: StateNode, index: number, diagram: Diagram): string[] {
  const divider = index === 0 ? [] : ['--'];
  return [...divider, `[*] --> ${idOf(child, diagram)}`, ...declarationOf(child, diagram)];
}

function declarationOf(node: StateNode, diagram: Diagram): string[] {
  const label = node.type === 'history' ? `${node.history === 'deep' ? 'deep ' : ''}history` : node.key;
  const line = `state ${quoted(label)} as ${idOf(node, diagram)}`;
  const inside = insideOf(node, diagram);
  return inside.length === 0 ? [line] : [`${line} {`, ...inside.map(indented), '}'];
}

/** The edges of a block, and the placeholder states that mean "any state in here". */
function linesIn(block: Block, diagram: Diagram): string[] {
  const anywhere = new Set(diagram.edges.filter((edge) => edge.anywhere).map(({ source }) => source));
  const placeholders = [...anywhere]
    .filter((node) => placeholderBlock(node) === block)
    .map((node) => {
      const label = node === diagram.root ? 'any state' : `any state of ${node.key}`;
      return `state ${quoted(label)} as ${idOf(node, diagram)}_any`;
    });
  const edges = diagram.edges
    .filter((edge) => blockOf(edge) === block)
    .map((edge) => edgeLine(edge, diagram));
  return [...placeholders, ...edges];
}

/** Not inside a parallel state: there it would be drawn as one of the regions. */
const placeholderBlock = (node: StateNode): Block => (node.type === 'parallel' ? null : node);

/** An edge between states of different blocks is at the top level: elsewhere Mermaid would move the states there. */
function blockOf({ source, target, anywhere }: Edge): Block {
  const parent = (anywhere ? source : source.parent) ?? null;
  const isInside = anywhere ? target === source || target.parent === source : target.parent === source.parent;
  return isInside && parent?.type !== 'parallel' ? parent : null;
}

function edgeLine({ source, target, anywhere, label }: Edge, diagram: Diagram): string {
  const from = idOf(source, diagram) + (anywhere ? '_any' : '');
  const to = anywhere && target === source ? from : idOf(target, diagram);
  return `${from} --> ${to} : ${escaped(label)}`;
}

const idOf = (node: StateNode, { ids }: Diagram): string => ids.get(node) ?? '';

/** Unique ids of letters, digits and _, none of them a keyword of Mermaid. */
function idsOf(states: readonly StateNode[]): Map<StateNode, string> {
  const taken = new Set<string>();
  const ids = new Map<StateNode, string>();
  for (const node of states) {
    const id = ['s', ...node.path].join('_').replace(/\W/g, '_');
    let free = id;
    for (let number = 2; taken.has(free); number += 1) free = `${id}_${number}`;
    taken.add(free).add(`${free}_any`);
    ids.set(node, free);
  }
  return ids;
}

const indented = (line: string): string => `  ${line}`;
const quoted = (label: string): string => `"${escaped(label)}"`;

/** Escapes characters that would end a label or begin a comment, as entities of Mermaid. */
const escaped = (label: string): string =>
  label.replace(/[^\w .,()[\]|/*+=!?'-]/g, (character) => `#${character.codePointAt(0)};`);

type Edge = {
  readonly source: StateNode;
  readonly target: StateNode;
  /** Like `place [yourTurn and cellFree]`. */
  readonly label: string;
  /** It leads from any state inside the source to a state inside the source, so the source cannot be drawn as its start. */
  readonly anywhere: boolean;
};

function edgesOf(node: StateNode): Edge[] {
  const transitions = [...node.transitions.values()].flat();
  return [...(node.always ?? []), ...transitions].flatMap((transition) => {
    const label = labelOf(node, transition);
    return (transition.target ?? [node]).map((target) => edge(node, target, label));
  });
}

function edge(source: StateNode, to: StateNode, label: string): Edge {
  const target = source === to ? to : entryState(to, source);
  const hasChildren = Object.keys(source.states).length > 0;
  return { source, target, label, anywhere: hasChildren && isWithin(target, source) };
}

/** Mermaid cannot draw an edge from a state to one that contains it: it leads to the state that is entered there. */
function entryState(target: StateNode, source: StateNode): StateNode {
  if (target === source || !isWithin(source, target)) return target;
  const around = Object.values(target.states).find((child) => isWithin(source, child));
  const next = target.type === 'parallel' ? around : target.initial?.target?.[0];
  return next === undefined ? target : entryState(next, source);
}

function isWithin(node: StateNode, outer: StateNode): boolean {
  return node === outer || (node.parent !== undefined && isWithin(node.parent, outer));
}

function labelOf(node: StateNode, { eventType, guard }: Transition): string {
  const delay = node.after.find((after) => after.eventType === eventType)?.delay;
  const what =
    delay === undefined ? eventName(eventType) : `after ${delay}${Number(delay) >= 0 ? ' ms' : ''}`;
  return guard === undefined ? what : `${what} [${guardText(guard)}]`;
}

function eventName(type: string): string {
  if (type === '') return 'always';
  if (type === '*') return 'any event';
  return type.startsWith('xstate.done.') ? 'done' : type;
}
