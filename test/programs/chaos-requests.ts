// What a player asks besides intents, one question at a time: the answer, or the refusal a moment later.
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
  /** Told late, so that what is asked again at once does not become a flood. */
  readonly refused: (question: Request, code: ErrorCode) => void;
};

const SOON_MS = 50;

export class Requests {
  readonly #options: QuestionsOptions;
  #asked = 0;
  /** The number of the question under way. */
  #current: number | undefined;

  constructor(options: QuestionsOptions) {
    this.#options = options;
  }

  get isAsking(): boolean {
    return this.#current !== undefined;
  }

  ask(type: Request, payload: object): void {
    this.#asked += 1;
    const number = this.#asked;
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
