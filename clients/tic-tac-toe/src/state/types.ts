// The game's types as this page uses them; the module itself never reaches the browser.
import type ticTacToe from '../../../../games/tic-tac-toe/game.ts';
import type { DocumentOf, Room } from '../../../../src/client/index.ts';

export type TicTacToe = typeof ticTacToe;
export type GameRoom = Room<TicTacToe>;
export type GameDocument = DocumentOf<TicTacToe>;
export type GameView = NonNullable<GameDocument['view']>;

/** 0 draws the cross and begins; 1 draws the ring. */
export type Side = 0 | 1;
export type Cells = readonly (Side | null)[];

/** The name under which the server knows the game. */
export const GAME = 'tic-tac-toe';

/** The id of the match that the room is at: by it the server hands out what it keeps of it. */
export function matchIdOf(room: GameRoom): string {
  return `${room.id}.${room.document.match}`;
}

/** The board as sides: the module's own type allows any number of seats. */
export function cellsOf(view: GameView): Cells {
  return view.board.map(sideOf);
}

export function sideOf(seat: number | null): Side | null {
  return seat === 0 || seat === 1 ? seat : null;
}
