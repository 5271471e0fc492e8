// A machine as text for Mermaid's stateDiagram-v2, which GitHub and most editors draw out of Markdown.
import type { Game } from '../game/index.ts';
import { type Edge, edgesOf, type StateNode, statesOf } from './machine-edges.ts';

/** Ends with a line feed. */
export function mermaidOf({ name, machine }: Pick<Game, 'name' | 'machine'>): string {
  const states = statesOf(machine.root);
  const picture: Picture = { root: machine.root, ids: idsOf(states), edges: states.flatMap(edgesOf) };
  const body = [...opened(picture, name), ...linesIn(null, picture)];
  return ['---', `title: ${name}`, '---', 'stateDiagram-v2', ...body.map(indented), ''].join('\n');
}

type Picture = {
  readonly root: StateNode;
  readonly ids: ReadonlyMap<StateNode, string>;
  readonly edges: readonly Edge[];
};

/** A state whose lines stand between braces; null: the diagram itself. */
type Block = StateNode | null;

/** What has regions needs braces around it; any other root is the diagram itself. */
function opened(picture: Picture, name: string): string[] {
  const { root } = picture;
  if (root.type !== 'parallel') return insideOf(root, picture);
  const id = idOf(root, picture);
  return [`[*] --> ${id}`, `state ${quoted(name)} as ${id} {`, ...insideOf(root, picture).map(indented), '}'];
}

function insideOf(node: StateNode, picture: Picture): string[] {
  const children = Object.values(node.states);
  if (node.type === 'parallel') return children.flatMap((child, index) => region(child, index, picture));
  const initial = node.initial?.target ?? [];
  const finals = children.filter(({ type }) => type === 'final');
  return [
    ...initial.map((first) => `[*] --> ${idOf(first, picture)}`),
    ...children.flatMap((child) => declared(child, picture)),
    ...linesIn(node, picture),
    ...finals.map((final) => `${idOf(final, picture)} --> [*]`),
  ];
}

function region(child: StateNode, index: number, picture: Picture): string[] {
  const divider = index === 0 ? [] : ['--'];
  return [...divider, `[*] --> ${idOf(child, picture)}`, ...declared(child, picture)];
}

function declared(node: StateNode, picture: Picture): string[] {
  const label = node.type === 'history' ? `${node.history === 'deep' ? 'deep ' : ''}history` : node.key;
  const line = `state ${quoted(label)} as ${idOf(node, picture)}`;
  const inside = insideOf(node, picture);
  return inside.length === 0 ? [line] : [`${line} {`, ...inside.map(indented), '}'];
}

/** The edges of a block, and the states that stand for "wherever inside". */
function linesIn(block: Block, picture: Picture): string[] {
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

function edgeLine({ source, target, anywhere, label }: Edge, picture: Picture): string {
  const from = idOf(source, picture) + (anywhere ? '_any' : '');
  const to = anywhere && target === source ? from : idOf(target, picture);
  return `${from} --> ${to} : ${escaped(label)}`;
}

const idOf = (node: StateNode, { ids }: Picture): string => ids.get(node) ?? '';

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
