// The two errors of a game: one while its module is loaded, one while a match runs.

/** `XSTATE_UNSUPPORTED`: the game is made with a version of xstate that cannot run it. All else: `INVALID_GAME`. */
export type GameDefinitionCode = 'INVALID_GAME' | 'XSTATE_UNSUPPORTED';

/** Thrown by `defineGame`: says which game, where in it, and what to write instead. */
export class GameDefinitionError extends Error {
  override readonly name = 'GameDefinitionError';
  readonly code: GameDefinitionCode;

  constructor(
    game: string,
    problem: string,
    options: ErrorOptions & { readonly code?: GameDefinitionCode } = {},
  ) {
    super(`game '${game}': ${problem}`, options);
    this.code = options.code ?? 'INVALID_GAME';
  }
}

/**
 * Thrown by `Rules` when the author's code threw, or did what a game may not do. It costs that intent alone: the
 * match stands as it was (R6). `cause` is what the author's code threw, if it did.
 */
export class GameFault extends Error {
  override readonly name = 'GameFault';
}
