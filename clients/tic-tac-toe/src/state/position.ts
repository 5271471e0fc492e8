// What the board shows, computed from the room: the server's view, with the player's unanswered move added.
import { type Cells, cellsOf, type GameRoom, type Side, sideOf } from './types.ts';

export type Position = {
  readonly phase: 'waiting' | 'playing' | 'finished';
  /** null for a spectator. */
  readonly side: Side | null;
  readonly cells: Cells;
  /** The cell of a move that the server has not answered yet. */
  readonly pending: number | null;
  /** Whose turn it is, with the unanswered move counted; null if nobody's. */
  readonly turn: Side | null;
  readonly line: readonly number[] | null;
  readonly last: number | null;
};

const emptyBoard: Cells = Array.from({ length: 9 }, () => null);

export function positionOf(room: Pick<GameRoom, 'seat' | 'document' | 'pending'>): Position {
  const { status, view } = room.document;
  const side = sideOf(room.seat);
  const cells = view ? cellsOf(view) : emptyBoard;
  const pending = status === 'playing' && side !== null ? unansweredCell(room.pending, cells) : null;
  const turn = status === 'playing' && view ? sideOf(view.turn) : null;
  return {
    phase: status,
    side,
    cells: pending === null ? cells : cells.with(pending, side),
    pending,
    turn: turn !== null && pending !== null ? other(turn) : turn,
    line: view?.line ?? null,
    last: pending ?? view?.lastCell ?? null,
  };
}

export function other(side: Side): Side {
  return side === 0 ? 1 : 0;
}

/** Why this cell cannot be played now, by the names of the machine's guards; null if it can. */
export function objection(position: Position, cell: number): 'yourTurn' | 'cellFree' | null {
  if (position.side === null || position.turn !== position.side) return 'yourTurn';
  return position.cells[cell] === null ? null : 'cellFree';
}

function unansweredCell(pending: GameRoom['pending'], cells: Cells): number | null {
  const move = pending.find((intent) => intent.type === 'place');
  return move?.type === 'place' && cells[move.cell] === null ? move.cell : null;
}
