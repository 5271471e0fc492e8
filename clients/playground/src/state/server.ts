// The HTTP requests of the playground: the games, their machines, and its tables.
import type { Schema } from '../schema/schema.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Intent = { readonly type: string; readonly [field: string]: unknown };
export type Outcome = {
  readonly winners: readonly number[];
  readonly reason: string;
  readonly scores?: readonly number[];
};

export type GameEntry = {
  readonly name: string;
  readonly version: number;
  readonly seats: { readonly min: number; readonly max: number };
  readonly options: Schema | null;
  readonly intents: Readonly<Record<string, Schema>>;
};

export type TableEvent =
  | { readonly type: 'begin' }
  | { readonly type: 'intent'; readonly seat: number; readonly intent: Intent }
  | { readonly type: 'seat.left'; readonly seat: number }
  | { readonly type: 'deadline'; readonly name: string };

/** The state value of a machine. */
export type StateValue = string | { readonly [state: string]: StateValue };

export type Step = {
  readonly step: number;
  readonly revision: number;
  readonly at: number;
  readonly event: TableEvent;
  readonly value: StateValue;
  readonly view: Json;
  readonly secrets: readonly Json[];
  readonly deadlines: readonly { readonly name: string; readonly at: number }[];
  readonly outcome: Outcome | null;
};

export type TableDocument = {
  readonly game: string;
  readonly version: number;
  readonly code: string;
  readonly options: Json;
  readonly seed: string;
  /** null for a seat that was left. */
  readonly seats: readonly ({ readonly name: string; readonly bot: boolean } | null)[];
  readonly secretive: boolean;
  readonly match: number;
  readonly status: 'waiting' | 'playing' | 'finished';
  /** Recorded steps; `total` is larger if the match has become too long to be recorded. */
  readonly held: number;
  readonly total: number;
  readonly steps: readonly Step[];
};

export type SeatKind = 'person' | 'bot';
export type MadeTable = { readonly room: string; readonly tokens: readonly (string | null)[] };

/** A refusal of the server; with code LOST if it could not be reached. */
export class ServerError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const fetchGames = async (): Promise<readonly GameEntry[]> =>
  (await ask<{ games: readonly GameEntry[] }>('/games')).games;

export const fetchMachine = (game: string): Promise<unknown> => ask(`/games/${game}/machine.json`);

export const fetchTable = (room: string, from: number): Promise<TableDocument> =>
  ask(`/playground/api/tables/${room}?from=${from}`);

export const makeTable = (table: {
  readonly game: string;
  readonly options?: unknown;
  readonly seed?: string;
  readonly seats: readonly SeatKind[];
}): Promise<MadeTable> => ask('/playground/api/tables', table);

export const forkTable = (
  room: string,
  fork: { readonly step: number; readonly seats: readonly SeatKind[] },
): Promise<MadeTable> => ask(`/playground/api/tables/${room}/forks`, fork);

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const post = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(path, { headers: { accept: 'application/json' }, ...post }).catch(() => {
    throw new ServerError('LOST', 'The server cannot be reached.');
  });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as Answer;
  const {
    code = 'LOST',
    message,
    path: where,
  } = answer as { code?: string; message?: string; path?: string };
  const at = where === undefined ? '' : ` (at ${where})`;
  throw new ServerError(code, `${message ?? `The server answered with ${response.status}.`}${at}`);
}
