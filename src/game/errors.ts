// The two errors of a game: one while its module is loaded, one while a match runs.

/** Thrown by `defineGame`: says which game, where in it, and what to write instead. */
export class GameDefinitionError extends Error {
  override readonly name = 'GameDefinitionError';

  constructor(game: string, problem: string, options?: ErrorOptions) {
    super(`game '${game}': ${problem}`, options);
  }
}

/**
 * Thrown by `Rules` when the author's code threw, or did what a game may not do. It costs that intent alone: the
 * match stands as it was (R6). `cause` is what the author's code threw, if it did.
 */
export class GameFault extends Error {
  override readonly name = 'GameFault';
}
