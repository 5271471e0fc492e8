// The names of the cells and of the marks.

const places = [
  'top left',
  'top middle',
  'top right',
  'middle left',
  'centre',
  'middle right',
  'bottom left',
  'bottom middle',
  'bottom right',
] as const;

export function placeName(cell: number): string {
  return places[cell] ?? `cell ${cell + 1}`;
}

export function markName(side: 0 | 1): string {
  return side === 0 ? 'cross' : 'ring';
}
