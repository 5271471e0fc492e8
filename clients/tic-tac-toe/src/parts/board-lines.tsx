// The four lines of the board, and the line through the winning three. Drawing only; nothing here is clickable.
import type { Side } from '../state/types.ts';

const rulings = [
  'M101 7C98 80 103 212 100 293',
  'M200 9C203 95 197 204 201 291',
  'M7 101C88 97 212 104 293 100',
  'M9 200C96 203 202 197 291 201',
];

/** How far the line goes beyond the middles of the outer cells; a cell is 100 wide. */
const OVERSHOOT = 32;

export function BoardLines({ line, winner }: { line: readonly number[] | null; winner: Side | null }) {
  return (
    <svg class="board-lines" viewBox="0 0 300 300" aria-hidden="true">
      {rulings.map((d) => (
        <path key={d} class="ruling" d={d} pathLength={1} />
      ))}
      {line && winner !== null && <path class={`through side-${winner}`} d={through(line)} pathLength={1} />}
    </svg>
  );
}

function through(line: readonly number[]): string {
  const from = middle(line[0] ?? 0);
  const to = middle(line.at(-1) ?? 0);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const dx = ((to.x - from.x) / length) * OVERSHOOT;
  const dy = ((to.y - from.y) / length) * OVERSHOOT;
  // The control point lies a little beside the straight line: a quick stroke is never quite straight.
  const bend = { x: (from.x + to.x) / 2 - dy * 0.2, y: (from.y + to.y) / 2 + dx * 0.2 };
  return `M${from.x - dx} ${from.y - dy}Q${bend.x} ${bend.y} ${to.x + dx} ${to.y + dy}`;
}

function middle(cell: number): { x: number; y: number } {
  return { x: (cell % 3) * 100 + 50, y: Math.floor(cell / 3) * 100 + 50 };
}
