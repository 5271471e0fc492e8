// The one error of defining a game: thrown while a module loads, never while a match runs.

/** Says which game, where in it, and what to write instead. */
export class GameDefinitionError extends Error {
  override readonly name = 'GameDefinitionError';

  constructor(game: string, complaint: string, options?: ErrorOptions) {
    super(`game '${game}': ${complaint}`, options);
  }
}
