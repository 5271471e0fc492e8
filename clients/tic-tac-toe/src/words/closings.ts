// Why the server ended the connection for good, by close code.
import type { Trouble } from './failures.ts';

export type Closing = Omit<Trouble, 'wayOn'> & {
  /** What the main button does: come back as the same player, or load the page anew. */
  readonly wayOn: 'here' | 'reload';
};

export const TAKEN_OVER = 4409;

export function closingOf(code: number | undefined): Closing {
  switch (code) {
    case TAKEN_OVER:
      return {
        title: 'You are playing in another tab',
        text: 'This tab was opened as a copy, and a player sits at one place at a time.',
        wayOn: 'here',
      };
    case 1013:
      return {
        title: 'The server is full',
        text: 'It holds as many players as it can. Come back in a little while.',
        wayOn: 'here',
      };
    case 4429:
      return {
        title: 'A little slower, please',
        text: 'This page sent too much at once, and the server hung up.',
        wayOn: 'here',
      };
    case 4401:
      return {
        title: 'The server did not let us in',
        text: 'It may be protected, or it took too long to say hello.',
        wayOn: 'here',
      };
    default:
      return {
        title: 'The server hung up',
        text: 'This page and the server no longer understand each other. A fresh copy of the page may help.',
        wayOn: 'reload',
      };
  }
}
