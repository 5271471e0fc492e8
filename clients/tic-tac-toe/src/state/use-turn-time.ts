// How long the player to move still has, by the server's clock.
import type { Client } from '../../../../src/client/index.ts';
import { useNow } from '../../../page/use-now.ts';
import type { GameDocument } from './types.ts';

/** `turnTime` of games/tic-tac-toe, in seconds. */
const FULL_TURN = 30;

export type TurnTime = {
  /** Whole seconds left, never below 0. */
  readonly seconds: number;
  /** Of a full turn, from 1 down to 0. */
  readonly share: number;
};

export function useTurnTime(document: GameDocument, client: Client, running: boolean): TurnTime | null {
  const due = document.deadlines.find((deadline) => deadline.name === 'turnTime');
  const counting = running && due !== undefined && document.status === 'playing';
  const now = useNow(counting);
  if (!counting) return null;
  const left = Math.max(0, due.at - client.clockOffset - now) / 1000;
  return { seconds: Math.min(Math.ceil(left), FULL_TURN), share: Math.min(left / FULL_TURN, 1) };
}
