// Events, intents and outcomes as text.
import type { Intent, Outcome, TableEvent } from '../state/server.ts';

export const seatName = (seat: number): string => `Seat ${seat}`;

/** The fields of an intent without its type: `4`, `e2 e4`. Empty where there are none. */
export function fieldsText({ type: _, ...fields }: Intent): string {
  return Object.values(fields).map(short).join(' ');
}

/** With the names of the fields, for screen readers: `place cell: 4`. */
export function intentText({ type, ...fields }: Intent): string {
  const named = Object.entries(fields).map(([name, value]) => `${name}: ${short(value)}`);
  return [type, named.join(', ')].filter(Boolean).join(' ');
}

function short(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(short).join(' ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(short).join(' ');
  return JSON.stringify(value) ?? '';
}

/** The seat that caused the event; undefined for a deadline or the beginning. */
export function actorOf(event: TableEvent): number | undefined {
  return 'seat' in event ? event.seat : undefined;
}

export function eventText(event: TableEvent): string {
  switch (event.type) {
    case 'begin':
      return 'the match begins';
    case 'intent':
      return intentText(event.intent);
    case 'seat.left':
      return 'left';
    case 'deadline':
      return `after ${event.name}`;
  }
}

export function outcomeText({ winners, reason, scores }: Outcome): string {
  const who = winners.map(seatName).join(', ') || 'Nobody';
  const points = scores ? ` · ${scores.join(' : ')}` : '';
  return `${who} ${winners.length > 1 ? 'win' : 'wins'}: ${reason}${points}`;
}

/** Time since the event before: in s, below one second in ms. */
export function sinceText(at: number, before: number | undefined): string {
  if (before === undefined) return '';
  const ms = Math.max(0, at - before);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
