// `turnkeeper graph`: the machine of a game as a Mermaid diagram on standard output.
import { Command } from 'commander';
import { type Game, guardText, type StateNode, stateNodesOf, type Transition } from '../game/index.ts';
import { loadNamedGame } from './named-game.ts';

export function graphCommand(): Command {
  return new Command('graph')
    .description('Prints the machine of a game as a Mermaid state diagram.')
    .argument('<game>', 'The name of a bundled game, or the path of a module or its folder.')
    .action(async (game: string) => void process.stdout.write(mermaidOf(await loadNamedGame(game))));
}

/** A machine as text for Mermaid's stateDiagram-v2, which GitHub and most editors draw out of Markdown. Ends with a line feed. */
export function mermaidOf({ name, machine }: Pick<Game, 'name' | 'machine'>): string {
  const states = stateNodesOf(machine);
  const picture: Diagram = { root: machine.root, ids: idsOf(states), edges: states.flatMap(edgesOf) };
  const body = [...rootLines(picture, name), ...linesIn(null, picture)];
  return ['---', `title: ${name}`, '---', 'stateDiagram-v2', ...body.map(indented), ''].join('\n');
}

type Diagram = {
  readonly root: StateNode;
  readonly ids: ReadonlyMap<StateNode, string>;
  readonly edges: readonly Edge[];
};

/** A state whose lines stand between braces; null: the diagram itself. */
type Block = StateNode | null;

/** What has regions needs braces around it; any other root is the diagram itself. */
function rootLines(picture: Diagram, name: string): string[] {
  const { root } = picture;
  if (root.type !== 'parallel') return insideOf(root, picture);
  const id = idOf(root, picture);
  return [`[*] --> ${id}`, `state ${quoted(name)} as ${id} {`, ...insideOf(root, picture).map(indented), '}'];
}

function insideOf(node: StateNode, picture: Diagram): string[] {
  const children = Object.values(node.states);
  if (node.type === 'parallel') return children.flatMap((child, index) => region(child, index, picture));
  const initial = node.initial?.target ?? [];
  const finals = children.filter(({ type }) => type === 'final');
  return [
    ...initial.map((first) => `[*] --> ${idOf(first, picture)}`),
    ...children.flatMap((child) => declarationOf(child, picture)),
    ...linesIn(node, picture),
    ...finals.map((final) => `${idOf(final, picture)} --> [*]`),
  ];
}

function region(child: StateNode, index: number, picture: Diagram): string[] {
  const divider = index === 0 ? [] : ['--'];
  return [...divider, `[*] --> ${idOf(child, picture)}`, ...declarationOf(child, picture)];
}

function declarationOf(node: StateNode, picture: Diagram): string[] {
  const label = node.type === 'history' ? `${node.history === 'deep' ? 'deep ' : ''}history` : node.key;
  const line = `state ${quoted(label)} as ${idOf(node, picture)}`;
  const inside = insideOf(node, picture);
  return inside.length === 0 ? [line] : [`${line} {`, ...inside.map(indented), '}'];
}

/** The edges of a block, and the states that stand for "wherever inside". */
function linesIn(block: Block, picture: Diagram): string[] {
  const anywhere = new Set(picture.edges.filter((edge) => edge.anywhere).map(({ source }) => source));
  const standIns = [...anywhere]
    .filter((node) => standInBlock(node) === block)
    .map((node) => {
      const label = node === picture.root ? 'any state' : `any state of ${node.key}`;
      return `state ${quoted(label)} as ${idOf(node, picture)}_any`;
    });
  const edges = picture.edges
    .filter((edge) => blockOf(edge) === block)
    .map((edge) => edgeLine(edge, picture));
  return [...standIns, ...edges];
}

/** Not between the regions of a parallel state: there it would be one of them. */
const standInBlock = (node: StateNode): Block => (node.type === 'parallel' ? null : node);

/** Edges between states of different blocks stand outside all: elsewhere Mermaid would move the states there. */
function blockOf({ source, target, anywhere }: Edge): Block {
  const parent = (anywhere ? source : source.parent) ?? null;
  const isInside = anywhere ? target === source || target.parent === source : target.parent === source.parent;
  return isInside && parent?.type !== 'parallel' ? parent : null;
}

function edgeLine({ source, target, anywhere, label }: Edge, picture: Diagram): string {
  const from = idOf(source, picture) + (anywhere ? '_any' : '');
  const to = anywhere && target === source ? from : idOf(target, picture);
  return `${from} --> ${to} : ${escaped(label)}`;
}

const idOf = (node: StateNode, { ids }: Diagram): string => ids.get(node) ?? '';

/** Letters, digits and _ alone, none of them a word of Mermaid's, each once. */
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

/** What would end a label, or begin a comment, becomes an entity as Mermaid writes them. */
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
  const hasInside = Object.keys(source.states).length > 0;
  return { source, target, label, anywhere: hasInside && isWithin(target, source) };
}

/** No line can lead from a state to what is around it: so to where one comes in there. */
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
