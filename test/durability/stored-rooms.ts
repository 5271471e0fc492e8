// A data folder as a busy server leaves it when it is killed: running matches, written through the port of the store.
import { nanoid } from 'nanoid';
import { newToken } from '../../src/session/token.ts';
import { openSqlite, type Storage } from '../../src/store/index.ts';

export type StoredTable = {
  readonly room: string;
  readonly code: string;
  /** The token of the player in seat 0. */
  readonly token: string;
};

/** The revision at which each of these logs ends. */
export const LAST_REVISION = 5;

const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A room code; each of the 30^6 codes once. */
function codeOf(index: number): string {
  const places = Array.from({ length: 6 }, (_, place) => Math.floor(index / 30 ** place) % 30);
  return places.map((place) => LETTERS[place]).join('');
}

function logOf(code: string, players: readonly string[], at: number): object[] {
  const setup = { game: 'tic-tac-toe', version: 1, options: {}, visibility: 'private', seats: 2, code };
  const seed = 'a seed of the same length';
  return [
    { type: 'opened', at, setup },
    ...players.map((player, seat) => ({
      type: 'seated',
      at,
      seat,
      player,
      name: `P${seat}`,
      bot: null,
      seed,
    })),
    { type: 'intent', at, seat: 0, seq: 1, intent: { type: 'place', cell: 4 } },
    { type: 'intent', at, seat: 1, seq: 1, intent: { type: 'place', cell: 0 } },
  ];
}

/** This many tic-tac-toe rooms in a new folder, whose last move was made at `at(index)` (epoch ms). */
export async function storedTables(
  folder: string,
  { count, at }: { readonly count: number; readonly at: (index: number) => number },
): Promise<StoredTable[]> {
  const storage = await openSqlite({ folder });
  const tables = await Promise.all(
    Array.from({ length: count }, (_, index) => storedTable(storage, codeOf(index), at(index))),
  );
  await storage.close();
  return tables;
}

async function storedTable({ rooms, sessions }: Storage, code: string, at: number): Promise<StoredTable> {
  const room = nanoid();
  const players = [nanoid(), nanoid()];
  const made = players.map((player) => ({ player, ...newToken(player) }));
  const saved = made.map(({ player, hash }, seat) =>
    sessions.save({ player, name: `P${seat}`, hash, seenAt: at }),
  );
  const appended = logOf(code, players, at).map(
    (event, index) =>
      new Promise((settled) => {
        const entry = { revision: index + 1, event: event as { [key: string]: string } };
        rooms.append({ room, epoch: 1, expected: index }, entry, settled);
      }),
  );
  await Promise.all([...saved, ...appended]);
  return { room, code, token: made[0]?.token ?? '' };
}
