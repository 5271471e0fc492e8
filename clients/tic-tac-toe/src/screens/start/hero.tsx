// A small board in the middle of a game, drawn once as the page opens.
import { BoardLines } from '../../parts/board-lines.tsx';
import { Mark } from '../../parts/mark.tsx';
import type { Side } from '../../state/types.ts';

const opening: readonly { readonly cell: number; readonly side: Side }[] = [
  { cell: 4, side: 0 },
  { cell: 0, side: 1 },
  { cell: 2, side: 0 },
  { cell: 6, side: 1 },
];

export function Hero() {
  return (
    <div class="hero">
      <div class="sheet hero-board" aria-hidden="true">
        <BoardLines line={null} winner={null} />
        {opening.map(({ cell, side }, index) => (
          <span key={cell} class={`hero-mark at-${cell} turn-${index}`}>
            <Mark side={side} cell={cell} />
          </span>
        ))}
      </div>
      <div class="hero-words">
        <h1>Three in a row?</h1>
        <p>With a stranger, a friend, or the computer. No account needed.</p>
      </div>
    </div>
  );
}
