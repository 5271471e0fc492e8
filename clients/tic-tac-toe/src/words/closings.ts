// Why the server closed the connection for good, by close code.
import type { Trouble } from './failures.ts';

export type Closing = Omit<Trouble, 'nextStep'> & {
  /** What the main button does: connect again as the same player, or reload the page. */
  readonly nextStep: 'here' | 'reload';
};

export const TAKEN_OVER = 4409;

export function closingOf(code: number | undefined): Closing {
  switch (code) {
    case TAKEN_OVER:
      return {
        title: 'You are playing in another tab',
        text: 'This tab is a copy of it. A player can sit in one tab at a time.',
        nextStep: 'here',
      };
    case 1013:
      return {
        title: 'The server is full',
        text: 'It cannot hold more players right now. Come back in a little while.',
        nextStep: 'here',
      };
    case 4429:
      return {
        title: 'A little slower, please',
        text: 'This page sent too much at once, so the server closed the connection.',
        nextStep: 'here',
      };
    case 4401:
      return {
        title: 'The server did not let us in',
        text: 'It may be protected, or the connection was too slow.',
        nextStep: 'here',
      };
    default:
      return {
        title: 'The server closed the connection',
        text: 'This page may be out of date. Loading it again may help.',
        nextStep: 'reload',
      };
  }
}
