// Pairing as a pure function: which tickets are seated together, and where (L1). Knows no rooms, sockets or time.

/** One player's request for a match. Tickets of one pool want the same game with the same options. */
export type Ticket = { readonly player: string; readonly pool: string };

/** A public room that waits for players. `players` are those already in it. */
export type OpenRoom = {
  readonly room: string;
  readonly pool: string;
  readonly free: number;
  readonly players: ReadonlySet<string>;
};

/** `room`: null for a new one. */
export type Pairing<T extends Ticket> = { readonly room: string | null; readonly tickets: readonly T[] };

/**
 * Fills waiting rooms, the oldest first, then forms new ones, from the tickets in their order.
 * No ticket and no player is used twice, no room gets more than its free seats.
 * @param seats how many players a new room of a pool needs
 */
export function pair<T extends Ticket>(
  tickets: readonly T[],
  rooms: readonly OpenRoom[],
  seats: (pool: string) => number,
): Pairing<T>[] {
  const pairings: Pairing<T>[] = [];
  for (const [pool, waiting] of byPool(tickets)) {
    let left = waiting;
    for (const room of rooms) {
      if (room.pool !== pool) continue;
      const taken = left.filter((ticket) => !room.players.has(ticket.player)).slice(0, room.free);
      if (taken.length === 0) continue;
      pairings.push({ room: room.room, tickets: taken });
      left = left.filter((ticket) => !taken.includes(ticket));
    }
    for (let size = seats(pool); size > 0 && left.length >= size; left = left.slice(size)) {
      pairings.push({ room: null, tickets: left.slice(0, size) });
    }
  }
  return pairings;
}

/** Uses each player's first ticket; a second one of the same player is ignored. */
function byPool<T extends Ticket>(tickets: readonly T[]): Map<string, T[]> {
  const pools = new Map<string, T[]>();
  const seen = new Set<string>();
  for (const ticket of tickets) {
    if (seen.has(ticket.player)) continue;
    seen.add(ticket.player);
    const pool = pools.get(ticket.pool);
    if (pool === undefined) pools.set(ticket.pool, [ticket]);
    else pool.push(ticket);
  }
  return pools;
}
