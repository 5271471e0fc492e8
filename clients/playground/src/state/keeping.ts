// The sessions of the seats, kept for reloads and other windows: one entry a table, the newest so many.

type Shelf = { get(): string | null; set(text: string | null): void };
type Tokens = readonly (string | null)[];

const KEY = 'turnkeeper.playground';
const MOST_TABLES = 30;

const tables: Shelf = shelf(() => localStorage, KEY);

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
export const onlookerOf = (room: string): Shelf => shelf(() => sessionStorage, `${KEY}.onlooker.${room}`);

function read(): Readonly<Record<string, Tokens>> {
  try {
    return JSON.parse(tables.get() ?? '{}');
  } catch {
    return {};
  }
}

/** A browser that forbids storage still plays, in this window and until it is reloaded. */
function shelf(storage: () => Storage, key: string): Shelf {
  let inMemory: string | null = null;
  return {
    get() {
      try {
        return storage().getItem(key);
      } catch {
        return inMemory;
      }
    },
    set(text) {
      inMemory = text;
      try {
        if (text === null) storage().removeItem(key);
        else storage().setItem(key, text);
      } catch {
        // Full or forbidden: memory has to do.
      }
    },
  };
}
