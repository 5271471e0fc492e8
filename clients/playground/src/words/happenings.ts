// What happened, who wins, and what is asked, in words.
import type { Happening, Intent, Outcome } from '../state/server.ts';

export const seatName = (seat: number): string => `Seat ${seat}`;

/** The fields of an intent without its type: `4`, `e2 e4`. Empty where there are none. */
export function fieldsText({ type: _, ...fields }: Intent): string {
  return Object.values(fields).map(short).join(' ');
}

/** With the names of the fields, for who cannot see what stands around: `place cell: 4`. */
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

/** Who did it; undefined for what the clock did. */
export function doerOf(event: Happening): number | undefined {
  return 'seat' in event ? event.seat : undefined;
}

export function happeningText(event: Happening): string {
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

/** Since the one before, in s; ms below one. */
export function sinceText(at: number, before: number | undefined): string {
  if (before === undefined) return '';
  const ms = Math.max(0, at - before);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
