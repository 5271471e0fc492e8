// Reads the machine's output as an outcome; a match never ends with anything else.
import { GameFault } from './rules.ts';
import type { Outcome } from './types.ts';

/** @throws GameFault where the output is no outcome for that many seats */
export function outcomeOf(output: unknown, seats: number): Outcome {
  const wrong = complaintAbout(output, seats);
  if (wrong) throw new GameFault(`the output is no outcome: ${wrong}`);
  return output as Outcome;
}

function complaintAbout(output: unknown, seats: number): string | undefined {
  if (typeof output !== 'object' || output === null) return 'it must be { winners, reason, scores? }';
  const { winners, reason, scores } = output as Record<string, unknown>;
  const isSeat = (seat: unknown) =>
    Number.isInteger(seat) && (seat as number) >= 0 && (seat as number) < seats;
  if (!Array.isArray(winners) || !winners.every(isSeat)) return 'winners must be seats of the match';
  if (typeof reason !== 'string') return 'reason must be a string';
  if (scores === undefined) return undefined;
  const counted = Array.isArray(scores) && scores.length === seats && scores.every(Number.isFinite);
  return counted ? undefined : 'scores must be one number a seat';
}
