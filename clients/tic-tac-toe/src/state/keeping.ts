// What outlives a reload: name and level for the browser, the token for the tab. A browser that forbids both still plays.

type Shelf = { get(): string | null; set(value: string | null): void };

/** The player's name: shared by all tabs. */
export const keptName: Shelf = shelf(() => localStorage, 'tic-tac-toe.name');

/** How well the computer plays; null until the player has said so. */
export const keptLevel: Shelf = shelf(() => localStorage, 'tic-tac-toe.level');

/** The session's secret: sessionStorage, so that each tab is a player of its own. */
export const keptToken: Shelf = shelf(() => sessionStorage, 'tic-tac-toe.token');

/** The moves seen so far, for the scrubber after a reload. */
export const keptMoves: Shelf = shelf(() => sessionStorage, 'tic-tac-toe.moves');

function shelf(storage: () => Storage, key: string): Shelf {
  let inMemory: string | null = null;
  return {
    get() {
      try {
        return storage().getItem(key);
      } catch {
        return inMemory;
      }
    },
    set(value) {
      inMemory = value;
      try {
        if (value === null) storage().removeItem(key);
        else storage().setItem(key, value);
      } catch {
        // Full or forbidden: memory has to do.
      }
    },
  };
}
