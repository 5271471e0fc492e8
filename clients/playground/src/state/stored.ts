// The sessions of the seats, kept for reloads and other windows: one entry a table, the newest so many.

import { type StoredValue, storedValue } from '../../../page/stored-value.ts';

type Tokens = readonly (string | null)[];

const KEY = 'turnkeeper.playground';
const MOST_TABLES = 30;

const tables = storedValue(() => localStorage, KEY);

/** By seat; null for a bot. Undefined for a table that this browser did not make. */
export function tokensOf(room: string): Tokens | undefined {
  return read()[room];
}

export function keepTokens(room: string, tokens: Tokens): void {
  const others = Object.entries(read()).filter(([kept]) => kept !== room);
  const newest = [...others, [room, tokens] as const].slice(-MOST_TABLES);
  tables.set(JSON.stringify(Object.fromEntries(newest)));
}

/** The session of who watches the table in this window. */
export const onlookerOf = (room: string): StoredValue =>
  storedValue(() => sessionStorage, `${KEY}.onlooker.${room}`);

function read(): Readonly<Record<string, Tokens>> {
  try {
    return JSON.parse(tables.get() ?? '{}');
  } catch {
    return {};
  }
}
