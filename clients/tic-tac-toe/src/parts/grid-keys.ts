// The cell that an arrow key leads to on a board of three by three. It stops at the edge, like a cursor in a table.

/** null for keys that do not move the focus. */
export function cellAfterKey(cell: number, key: string, withCtrl: boolean): number | null {
  const column = cell % 3;
  switch (key) {
    case 'ArrowLeft':
      return column > 0 ? cell - 1 : cell;
    case 'ArrowRight':
      return column < 2 ? cell + 1 : cell;
    case 'ArrowUp':
      return cell > 2 ? cell - 3 : cell;
    case 'ArrowDown':
      return cell < 6 ? cell + 3 : cell;
    case 'Home':
      return withCtrl ? 0 : cell - column;
    case 'End':
      return withCtrl ? 8 : cell - column + 2;
    default:
      return null;
  }
}
