// The winning lines of tic-tac-toe, for the servers that have no game of their own.
const LINES = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
];

export const hasLine = (board, mark) => LINES.some((line) => line.every((cell) => board[cell] === mark));
