// The board: a grid for screen readers, one tab stop, arrow keys inside.
import { useRef, useState } from 'preact/hooks';
import type { Cells, Side } from '../state/types.ts';
import { markName, placeName } from '../words/places.ts';
import { BoardLines } from './board-lines.tsx';
import { cellAfterKey } from './grid-keys.ts';
import { Mark } from './mark.tsx';

type BoardProps = {
  readonly cells: Cells;
  readonly line: readonly number[] | null;
  readonly winner: Side | null;
  readonly last: number | null;
  readonly pending: number | null;
  /** The mark that a click would make, shown faintly under the pointer; null when it is not the player's turn. */
  readonly next: Side | null;
  /** null where no move is possible: for spectators, and after the end. */
  readonly onPlace: ((cell: number) => void) | null;
};

const rows = [0, 3, 6];

export function Board(props: BoardProps) {
  const [focused, setFocused] = useState(4);
  const grid = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = cellAfterKey(focused, event.key, event.ctrlKey);
    if (to === null) return;
    event.preventDefault();
    setFocused(to);
    grid.current?.querySelector<HTMLButtonElement>(`[data-cell="${to}"]`)?.focus();
  };

  return (
    <div class="board">
      <BoardLines line={props.line} winner={props.winner} />
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be a grid of buttons with one tab stop */}
      <div ref={grid} class="cells" role="grid" aria-label="Board" tabIndex={-1} onKeyDown={onKeyDown}>
        {rows.map((first) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: the cells' buttons take the focus
          <div key={first} class="board-row" role="row">
            {[first, first + 1, first + 2].map((cell) => (
              <Cell key={cell} {...props} cell={cell} focused={focused === cell} onFocus={setFocused} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

type CellProps = BoardProps & {
  readonly cell: number;
  readonly focused: boolean;
  readonly onFocus: (cell: number) => void;
};

function Cell({ cell, cells, line, last, pending, next, focused, onFocus, onPlace }: CellProps) {
  const side = cells[cell] ?? null;
  const state = [
    cell === pending && 'is-pending',
    cell === last && 'is-last',
    line && !line.includes(cell) && 'is-aside',
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus
    <div role="gridcell" class="cell">
      <button
        type="button"
        class={['cell-button', ...state].filter(Boolean).join(' ')}
        data-cell={cell}
        tabIndex={focused ? 0 : -1}
        aria-label={`${placeName(cell)}, ${side === null ? 'empty' : markName(side)}`}
        aria-disabled={onPlace === null}
        onFocus={() => onFocus(cell)}
        onClick={() => onPlace?.(cell)}
      >
        {side !== null && <Mark side={side} cell={cell} />}
        {side === null && next !== null && (
          <span class="ghost">
            <Mark side={next} cell={cell} />
          </span>
        )}
      </button>
    </div>
  );
}
