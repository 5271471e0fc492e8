// The requests of a player other than intents, one at a time.
import type { ErrorCode, ServerMessage } from '../../src/protocol/index.ts';
import type { Link } from './chaos-link.ts';

export type Request =
  | 'room.create'
  | 'room.join'
  | 'match.find'
  | 'room.resume'
  | 'room.rematch'
  | 'room.leave';

type QuestionsOptions = {
  readonly link: Link;
  readonly answered: (answer: ServerMessage) => void;
  /** Delay of a refusal, in ms, so that a request that is repeated at once does not become a flood. */
  readonly refused: (question: Request, code: ErrorCode) => void;
};

const SOON_MS = 50;

export class Requests {
  readonly #options: QuestionsOptions;
  #count = 0;
  /** The number of the open request. */
  #current: number | undefined;

  constructor(options: QuestionsOptions) {
    this.#options = options;
  }

  get isAsking(): boolean {
    return this.#current !== undefined;
  }

  ask(type: Request, payload: object): void {
    this.#count += 1;
    const number = this.#count;
    this.#current = number;
    const { link, answered, refused } = this.#options;
    const isOver = (): boolean => {
      const isIt = this.#current === number;
      if (isIt) this.#current = undefined;
      return isIt;
    };
    link.ask(type, payload, (answer) => {
      if (answer.type === 'error') setTimeout(() => isOver() && refused(type, answer.payload.code), SOON_MS);
      else if (isOver()) answered(answer);
    });
  }

  /** The connection is lost, and the answer with it. */
  lost(): void {
    this.#current = undefined;
  }
}
