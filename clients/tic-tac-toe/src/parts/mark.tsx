// A cross or a ring as if drawn by pen: open strokes, each cell slightly different.
import type { Side } from '../state/types.ts';

const strokes: readonly [readonly string[], readonly string[]] = [
  ['M24 23C39 38 57 61 77 78', 'M76 22C60 42 43 57 23 78'],
  ['M54 20C32 16 18 34 20 53C22 71 37 83 55 80C72 77 83 62 80 45C77 29 63 17 45 22'],
];

/** In degrees, by cell: enough to look drawn by hand, the same for both players. */
const tilts = [-7, 5, 11, 4, -4, 8, -10, 6, -2];

export function Mark({ side, cell = 4 }: { side: Side; cell?: number }) {
  return (
    <svg class={`mark side-${side}`} viewBox="0 0 100 100" aria-hidden="true">
      <g transform={`rotate(${tilts[cell] ?? 0} 50 50)`}>
        {strokes[side].map((d) => (
          <path key={d} d={d} pathLength={1} />
        ))}
      </g>
    </svg>
  );
}
