// The session tokens of the seats, for reloads and other windows: one entry for each of the newest tables.

import { type StoredValue, storedValue } from '../../../page/stored-value.ts';

type Tokens = readonly (string | null)[];

const KEY = 'turnkeeper.playground';
const MOST_TABLES = 30;

const tables = storedValue(() => localStorage, KEY);

/** By seat; null for a bot. undefined for a table that this browser did not make. */
export function tokensOf(room: string): Tokens | undefined {
  return read()[room];
}

export function storeTokens(room: string, tokens: Tokens): void {
  const others = Object.entries(read()).filter(([kept]) => kept !== room);
  const newest = [...others, [room, tokens] as const].slice(-MOST_TABLES);
  tables.set(JSON.stringify(Object.fromEntries(newest)));
}

/** The token of this window's spectator. */
export const spectatorToken = (room: string): StoredValue =>
  storedValue(() => sessionStorage, `${KEY}.spectator.${room}`);

function read(): Readonly<Record<string, Tokens>> {
  try {
    return JSON.parse(tables.get() ?? '{}');
  } catch {
    return {};
  }
}
