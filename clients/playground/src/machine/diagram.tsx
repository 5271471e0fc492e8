// Draws the machine: boxes, lines and labels, the active states and the last transition highlighted.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { StateValue, TableEvent } from '../state/server.ts';
import { activePaths, valueText } from './active.ts';
import { chartOf, type Transition } from './chart.ts';
import { type Label, LINE, labelOf, linesOf } from './label.ts';
import { type Box, type Dot, type Line, layoutOf, type Point, type StateBox } from './layout.ts';
import { takenBy } from './taken.ts';

type DiagramProps = {
  /** As /games/<name>/machine.json has it. */
  readonly machine: unknown;
  readonly game: string;
  readonly value: StateValue | undefined;
  /** The event that led from the value before to this one. */
  readonly event: TableEvent | undefined;
  readonly before: StateValue | undefined;
};

export function Diagram({ machine, game, value, event, before }: DiagramProps) {
  const chart = useMemo(() => chartOf(machine), [machine]);
  const { states, lines, dots, width, height } = useMemo(() => layoutOf(chart), [chart]);
  const taken = takenBy(chart, { before, now: value, event });
  const active = new Set(value === undefined ? [] : activePaths(value));
  const scroll = useLitInSight(value);
  const now = value === undefined ? '' : ` now in ${valueText(value)}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="diagram" aria-label={`Machine of ${game}`} tabIndex={0} ref={scroll}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        style={{ width: `${width}px`, minWidth: `${Math.round(width * 0.8)}px` }}
        role="img"
        aria-label={`The machine of ${game},${now}`}
      >
        <defs>
          {(['arrow', 'arrow-taken'] as const).map((id) => (
            <marker
              key={id}
              id={id}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="9"
              markerHeight="9"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0.500 7.500 4 0 7.500z" class={id} />
            </marker>
          ))}
        </defs>
        {states.map((box) => (
          <StateShape key={box.state.path} box={box} isActive={active.has(box.state.path)} />
        ))}
        {lines.map((line, index) => (
          <LineShape key={index} line={line} isTaken={line.transitions.some((one) => taken.has(one))} />
        ))}
        {lines.map(({ label, transitions }, index) => {
          if (!label) return null;
          const top = label.y - label.height / 2;
          return <Words key={index} box={{ ...label, y: top }} transitions={transitions} taken={taken} />;
        })}
        {dots.map((dot) => (
          <DotShape key={dot.path} dot={dot} />
        ))}
      </svg>
    </section>
  );
}

/** Scrolls a diagram that is larger than its window to the active states. */
function useLitInSight(value: StateValue | undefined) {
  const scroll = useRef<HTMLElement>(null);
  useEffect(() => {
    const window = scroll.current;
    const lit = window?.querySelector('.state.is-active:not(.is-around)');
    if (!window || !lit) return;
    const [outer, inner] = [window.getBoundingClientRect(), lit.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) {
      window.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
    }
    if (inner.left < outer.left || inner.right > outer.right) {
      window.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    }
  }, [JSON.stringify(value)]);
  return scroll;
}

function StateShape({ box, isActive }: { readonly box: StateBox; readonly isActive: boolean }) {
  const { state, x, y, width, height, inner } = box;
  const names = [
    'state',
    isActive && 'is-active',
    state.isFinal && 'is-final',
    state.children.length > 0 && 'is-around',
  ];
  return (
    <g class={names.filter(Boolean).join(' ')}>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={8}
        stroke-dasharray={state.isParallel ? '6 4' : undefined}
      />
      {state.isFinal && (
        <rect class="within" x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx={5.5} />
      )}
      <text class="name" x={x + width / 2} y={y + 21} text-anchor="middle">
        {state.isHistory ? `${state.name} (history)` : state.name}
      </text>
      {inner.length > 0 && <path class="rule" d={`M${x} ${y + 31}h${width}`} />}
      <Lines x={x + width / 2} y={y + 30} labels={inner} />
    </g>
  );
}

function LineShape({ line, isTaken }: { readonly line: Line; readonly isTaken: boolean }) {
  const [name, arrow] = isTaken ? ['line is-taken', 'arrow-taken'] : ['line', 'arrow'];
  return <path class={name} d={curve(line.points)} marker-end={`url(#${arrow})`} />;
}

/** A smooth curve through every point: the label is at the middle one. */
function curve(points: readonly Point[]): string {
  const [first] = points;
  if (!first) return '';
  const bends = points.slice(1).map((to, index) => {
    const from = points[index] ?? first;
    const [back, on] = [points[index - 1] ?? from, points[index + 2] ?? to];
    const start = { x: from.x + (to.x - back.x) / 6, y: from.y + (to.y - back.y) / 6 };
    const end = { x: to.x - (on.x - from.x) / 6, y: to.y - (on.y - from.y) / 6 };
    return `C${start.x} ${start.y} ${end.x} ${end.y} ${to.x} ${to.y}`;
  });
  return `M${first.x} ${first.y}${bends.join('')}`;
}

type WordsProps = {
  /** Its `x` is the middle, its `y` the upper edge. */
  readonly box: Box;
  readonly transitions: readonly Transition[];
  readonly taken: ReadonlySet<Transition>;
};

function Words({ box, transitions, taken }: WordsProps) {
  const { x, y, width, height } = box;
  let top = y;
  return (
    <g class="words">
      <rect x={x - width / 2} y={y} width={width} height={height} rx={4} />
      {transitions.map((one, index) => {
        const label = labelOf(one);
        const at = top;
        top += linesOf(label).length * LINE;
        return (
          <g key={index} class={taken.has(one) ? 'is-taken' : ''}>
            <Lines x={x} y={at} labels={[label]} />
          </g>
        );
      })}
    </g>
  );
}

function Lines({ x, y, labels }: Point & { readonly labels: readonly Label[] }) {
  const rows = labels.flatMap((label) => linesOf(label).map((texts) => ({ texts, label })));
  return (
    <>
      {rows.map(({ texts, label }, index) => (
        <text
          key={index}
          class={`label label-${label.kind}`}
          x={x}
          y={y + (index + 0.85) * LINE}
          text-anchor="middle"
        >
          {texts.map((text, at) => (
            <tspan key={at} class={text === label.guard ? 'guard' : 'trigger'}>
              {at > 0 ? ` ${text}` : text}
            </tspan>
          ))}
        </text>
      ))}
    </>
  );
}

function DotShape({ dot: { kind, x, y } }: { readonly dot: Dot }) {
  if (kind === 'initial') return <circle class="dot" cx={x} cy={y} r={5} />;
  return (
    <g class="any">
      <title>whichever state is active</title>
      <circle cx={x} cy={y} r={10} />
      <text x={x} y={y + 4.5} text-anchor="middle">
        ✱
      </text>
    </g>
  );
}
