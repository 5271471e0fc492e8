// Two ways to play tic-tac-toe: without ever losing, and easily beaten. They see what any player sees.
import type { ViewOf } from '../../src/game/index.ts';
import type ticTacToe from './game.ts';

type Board = ViewOf<typeof ticTacToe>['board'];
type Turn = {
  readonly seat: number;
  readonly view: ViewOf<typeof ticTacToe>;
  readonly random: () => number;
};
type Place = { readonly type: 'place'; readonly cell: number };

/** So many of its moves are made without a thought: enough for a child to win. */
const CARELESSNESS = 2 / 3;

/** Never loses, wins as soon as it can, and takes any of equally good cells. */
export function perfect({ seat, view, random }: Turn): Place | null {
  if (view.turn !== seat) return null;
  const free = freeCells(view.board);
  // Every opening is a draw if played well: no need to search 5,478 positions for that.
  if (free.length === view.board.length) return place(free, random);
  const worths = new Map<string, number>();
  const moves = free.map((cell) => ({
    cell,
    worth: -worthOf(view.board.with(cell, seat), 1 - seat, worths),
  }));
  const best = Math.max(...moves.map(({ worth }) => worth));
  return place(
    moves.filter(({ worth }) => worth === best).map(({ cell }) => cell),
    random,
  );
}

/** Mostly any free cell, and perfect now and then. */
export function careless(turn: Turn): Place | null {
  const { seat, view, random } = turn;
  const isCareless = random() < CARELESSNESS;
  return isCareless && view.turn === seat ? place(freeCells(view.board), random) : perfect(turn);
}

function place(cells: readonly number[], random: () => number): Place | null {
  const cell = cells[Math.floor(random() * cells.length)];
  return cell === undefined ? null : { type: 'place', cell };
}

/**
 * What a position is worth to who moves next: above 0 won, below 0 lost, the nearer the end the more.
 * `known` keeps what was worked out before, since positions come up in many orders of moves.
 */
function worthOf(board: Board, seat: number, known: Map<string, number>): number {
  const key = board.join();
  const before = known.get(key);
  if (before !== undefined) return before;
  const free = freeCells(board);
  let worth = -Infinity;
  if (hasLine(board, 1 - seat)) worth = -1 - free.length;
  else if (free.length === 0) worth = 0;
  else for (const cell of free) worth = Math.max(worth, -worthOf(board.with(cell, seat), 1 - seat, known));
  known.set(key, worth);
  return worth;
}

function freeCells(board: Board): number[] {
  return board.flatMap((mark, cell) => (mark === null ? [cell] : []));
}

function hasLine(board: Board, seat: number): boolean {
  const marked = (...cells: number[]): boolean => cells.every((cell) => board[cell] === seat);
  const straight = [0, 1, 2].some((i) => marked(3 * i, 3 * i + 1, 3 * i + 2) || marked(i, i + 3, i + 6));
  return straight || marked(0, 4, 8) || marked(2, 4, 6);
}
