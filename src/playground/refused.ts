// What the playground does not do, and why: one error, told to the page by its code.
import { type ErrorCode, errors } from '../protocol/index.ts';

export type RefusedCode = Extract<
  ErrorCode,
  | 'BAD_MESSAGE'
  | 'BAD_OPTIONS'
  | 'CREATE_LIMIT'
  | 'GAME_FAULT'
  | 'SERVER_DRAINING'
  | 'SERVER_FULL'
  | 'STORE_FAILED'
  | 'UNKNOWN_GAME'
  | 'UNKNOWN_ROOM'
>;

/** `path`: where in the request the mistake is, like `options.rounds`. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusedCode;
  readonly path: string | undefined;

  constructor(code: RefusedCode, because: { readonly path?: string; readonly message?: string } = {}) {
    super(because.message ?? errors[code].meaning);
    this.code = code;
    this.path = because.path;
  }
}
