// Errors that end a command, each with its exit code: 1 for a failure, 2 for wrong usage.

/** Printed as its message alone, without a stack. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: number;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const usageError = (message: string): CommandFailure => new CommandFailure(message, 2);
