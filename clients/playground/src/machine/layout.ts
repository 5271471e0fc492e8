// The layout of the diagram: each level of states separately, from the inside out.
import { layout as dagreLayout, Graph } from '@dagrejs/dagre';
import { isWithin, join, type State, type Transition } from './chart.ts';
import { type Label, LINE, labelOf, linesOf, widthOf } from './label.ts';

export type Point = { readonly x: number; readonly y: number };
export type Box = Point & { readonly width: number; readonly height: number };

/** A state's box; `x` and `y` are its upper left corner in the whole diagram. */
export type StateBox = Box & { readonly state: State; readonly inner: readonly Label[] };
/** A drawn line with the transitions that it stands for; the label's place is its centre. */
export type Line = {
  readonly points: readonly Point[];
  readonly transitions: readonly Transition[];
  readonly label: Box | undefined;
};
/** `initial`: where a level begins. `any`: stands for the active state of its level. */
export type Dot = Point & { readonly kind: 'initial' | 'any'; readonly path: string };

export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly states: readonly StateBox[];
  readonly lines: readonly Line[];
  readonly dots: readonly Dot[];
};

type Level = Omit<Layout, 'states'> & { readonly states: readonly StateBox[] };

/** The space for the diagram next to the seats. */
const WINDOW = { width: 560, height: 560 };
const PADDING = 14;
const HEAD = 28;
const INITIAL = '(initial)';
const ANY = '(any)';
const DOT = { initial: 12, any: 22 };

/** The whole machine. The root has no box; its states are the outermost boxes. */
export function layoutOf(root: State): Layout {
  const { states, lines, dots, width, height } = levelOf(root, allOf(root));
  return shifted({ states, lines, dots, width, height }, PADDING, PADDING, 2 * PADDING);
}

/** A transition with where it begins. */
type Arc = { readonly from: string; readonly transition: Transition };

function allOf(state: State): Arc[] {
  return [
    ...state.transitions.map((transition) => ({ from: state.path, transition })),
    ...state.children.flatMap(allOf),
  ];
}

/** Downwards or to the right: the direction that has to be scaled down less to fit. */
function levelOf(parent: State, arcs: readonly Arc[]): Level {
  const tooLarge = ({ width, height }: Level) => Math.max(width / WINDOW.width, height / WINDOW.height);
  const [down, right] = [directed('TB', parent, arcs), directed('LR', parent, arcs)];
  return tooLarge(right) < tooLarge(down) * 0.9 ? right : down;
}

function directed(rankdir: 'TB' | 'LR', parent: State, arcs: readonly Arc[]): Level {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir, nodesep: 30, ranksep: 30, edgesep: 16, marginx: 0, marginy: 0 });
  const sized = new Map(parent.children.map((child) => [child.path, sizedBox(child, arcs)]));
  for (const [path, { width, height }] of sized) graph.setNode(path, { width, height });
  if (parent.initial !== undefined && sized.has(parent.initial)) {
    graph.setNode(INITIAL, { width: DOT.initial, height: DOT.initial });
    graph.setEdge(INITIAL, parent.initial, { width: 0, height: 0, weight: 4 }, INITIAL);
  }
  const edges = edgesOf(parent, arcs);
  for (const [key, { from, to, transitions }] of edges) {
    if (from === ANY) graph.setNode(ANY, { width: DOT.any, height: DOT.any });
    graph.setEdge(from, to, { ...labelSize(transitions), labelpos: 'c', weight: 1 }, key);
  }
  dagreLayout(graph);
  return placed(parent, graph, { sized, edges });
}

type Edge = { readonly from: string; readonly to: string; readonly transitions: Transition[] };

/** Lines between two boxes of this level, also from or to a state inside them; one line for each pair. */
function edgesOf(parent: State, arcs: readonly Arc[]): Map<string, Edge> {
  const edges = new Map<string, Edge>();
  for (const { from, transition } of arcs) {
    const { target } = transition;
    if (target === undefined || !isWithin(from, parent.path) || !isWithin(target, parent.path)) continue;
    const start = from === parent.path ? ANY : childTowards(parent, from);
    const end = childTowards(parent, target);
    // Inside one box it is drawn there, or listed as text.
    if (end === undefined || start === undefined || start === end) continue;
    const key = `${start} > ${end}`;
    const edge = edges.get(key) ?? { from: start, to: end, transitions: [] };
    edge.transitions.push(transition);
    edges.set(key, edge);
  }
  return edges;
}

function childTowards(parent: State, path: string): string | undefined {
  return parent.children.find((child) => isWithin(path, child.path))?.path;
}

type Sized = {
  readonly width: number;
  readonly height: number;
  readonly inner: readonly Label[];
  readonly level: Level | undefined;
};

function sizedBox(state: State, arcs: readonly Arc[]): Sized {
  const inner = state.transitions
    .filter(({ target }) => target === undefined || isWithin(state.path, target))
    .map(labelOf);
  const level = state.children.length > 0 ? levelOf(state, arcs) : undefined;
  const texts = [[state.name, '    '], ...inner.flatMap(linesOf)];
  const words = Math.max(...texts.map(widthOf)) + 2 * PADDING;
  const listed = inner.flatMap(linesOf).length * LINE + (inner.length > 0 ? 6 : 0);
  const head = HEAD + listed;
  if (level === undefined) return { width: Math.max(72, words), height: head + 8, inner, level };
  const width = Math.max(words, level.width + 2 * PADDING);
  return { width, height: head + level.height + PADDING, inner, level };
}

function labelSize(transitions: readonly Transition[]): { width: number; height: number } {
  const lines = transitions.flatMap((one) => linesOf(labelOf(one)));
  return { width: Math.max(...lines.map(widthOf)) + 8, height: lines.length * LINE + 4 };
}

type Parts = { readonly sized: ReadonlyMap<string, Sized>; readonly edges: ReadonlyMap<string, Edge> };

function placed(parent: State, graph: Graph, { sized, edges }: Parts): Level {
  const inside: Level[] = [];
  const states = parent.children.flatMap((state): StateBox[] => {
    const node = graph.node(state.path);
    const box = sized.get(state.path);
    if (box === undefined) return [];
    const { width, height, inner, level } = box;
    const [x, y] = [node.x - width / 2, node.y - height / 2];
    if (level)
      inside.push(shifted(level, x + (width - level.width) / 2, y + height - level.height - PADDING, 0));
    return [{ state, inner, width, height, x, y }];
  });
  const lines = graph.edges().map((edge: { name?: string }): Line => {
    const { points = [], x, y, width, height } = graph.edge(edge);
    const transitions = edges.get(edge.name ?? '')?.transitions ?? [];
    return { points, transitions, label: transitions.length > 0 ? { x, y, width, height } : undefined };
  });
  const dots = (
    [
      [INITIAL, 'initial'],
      [ANY, 'any'],
    ] as const
  ).flatMap(([name, kind]): Dot[] => {
    const node = graph.hasNode(name) ? graph.node(name) : undefined;
    return node ? [{ kind, x: node.x, y: node.y, path: join(parent.path, name) }] : [];
  });
  const { width = 0, height = 0 } = graph.graph();
  return {
    ...{ width, height },
    states: [...states, ...inside.flatMap((level) => level.states)],
    lines: [...lines, ...inside.flatMap((level) => level.lines)],
    dots: [...dots, ...inside.flatMap((level) => level.dots)],
  };
}

function shifted(level: Level, x: number, y: number, around: number): Level {
  const move = <At extends Point>(at: At): At => ({ ...at, x: at.x + x, y: at.y + y });
  return {
    width: level.width + around,
    height: level.height + around,
    states: level.states.map(move),
    dots: level.dots.map(move),
    lines: level.lines.map((line) => ({
      ...line,
      points: line.points.map(move),
      label: line.label && move(line.label),
    })),
  };
}
