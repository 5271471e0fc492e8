// Two bots for tic-tac-toe: one that never loses, and one that is easy to beat. They see what any player sees.
import type { ViewOf } from '../../src/game/index.ts';
import type ticTacToe from './game.ts';

type Board = ViewOf<typeof ticTacToe>['board'];
type Turn = {
  readonly seat: number;
  readonly view: ViewOf<typeof ticTacToe>;
  readonly random: () => number;
};
type Place = { readonly type: 'place'; readonly cell: number };

/** The share of random moves: enough for a child to win. */
const CARELESSNESS = 2 / 3;

/** Never loses, wins as soon as possible, and chooses at random among equally good cells. */
export function perfect({ seat, view, random }: Turn): Place | null {
  if (view.turn !== seat) return null;
  const free = freeCells(view.board);
  // Every first move is a draw with best play, so no search of the 5,478 positions is needed.
  if (free.length === view.board.length) return place(free, random);
  const known = new Map<string, number>();
  const moves = free.map((cell) => ({
    cell,
    evaluation: -evaluate(view.board.with(cell, seat), 1 - seat, known),
  }));
  const best = Math.max(...moves.map(({ evaluation }) => evaluation));
  return place(
    moves.filter(({ evaluation }) => evaluation === best).map(({ cell }) => cell),
    random,
  );
}

/** Mostly a random free cell, otherwise a perfect move. */
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
 * The value of a position for the seat that moves next (negamax): above 0 is won, below 0 lost, and the sooner the end
 * the larger the number. `known` has the results so far, since a position is reached by several orders of moves.
 */
function evaluate(board: Board, seat: number, known: Map<string, number>): number {
  const key = board.join();
  const before = known.get(key);
  if (before !== undefined) return before;
  const free = freeCells(board);
  let evaluation = -Infinity;
  if (hasLine(board, 1 - seat)) evaluation = -1 - free.length;
  else if (free.length === 0) evaluation = 0;
  else
    for (const cell of free)
      evaluation = Math.max(evaluation, -evaluate(board.with(cell, seat), 1 - seat, known));
  known.set(key, evaluation);
  return evaluation;
}

function freeCells(board: Board): number[] {
  return board.flatMap((mark, cell) => (mark === null ? [cell] : []));
}

function hasLine(board: Board, seat: number): boolean {
  const marked = (...cells: number[]): boolean => cells.every((cell) => board[cell] === seat);
  const straight = [0, 1, 2].some((i) => marked(3 * i, 3 * i + 1, 3 * i + 2) || marked(i, i + 3, i + 6));
  return straight || marked(0, 4, 8) || marked(2, 4, 6);
}
