// What outlives a reload: name and level for the browser, token and moves for the tab.
import { storedValue } from '../../../page/stored-value.ts';

/** The player's name: shared by all tabs. */
export const storedName = storedValue(() => localStorage, 'tic-tac-toe.name');

/** How well the computer plays; null until the player has said so. */
export const storedLevel = storedValue(() => localStorage, 'tic-tac-toe.level');

/** The session's secret: sessionStorage, so that each tab is a player of its own. */
export const storedToken = storedValue(() => sessionStorage, 'tic-tac-toe.token');

/** The moves seen so far, for the scrubber after a reload. */
export const storedMoves = storedValue(() => sessionStorage, 'tic-tac-toe.moves');
