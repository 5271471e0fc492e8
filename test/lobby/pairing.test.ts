import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OpenRoom, pair, type Ticket } from '../../src/lobby/pairing.ts';

const ticket = (player: string, pool = 'p'): Ticket => ({ player, pool });
const open = (room: string, free: number, players: string[] = [], pool = 'p'): OpenRoom => {
  return { room, pool, free, players: new Set(players) };
};
const two = (): number => 2;
const pairsOf = (tickets: readonly Ticket[], rooms: readonly OpenRoom[] = [], seats = two) =>
  pair(tickets, rooms, seats).map(({ room, tickets: seated }) => [
    room,
    seated.map(({ player }) => player).join(''),
  ]);

describe('pairing', () => {
  test('[L1] one ticket waits, two make a room, the third waits', () => {
    expect(pairsOf([ticket('a')])).toEqual([]);
    expect(pairsOf([ticket('a'), ticket('b'), ticket('c')])).toEqual([[null, 'ab']]);
  });

  test('[L1] waiting rooms are filled before new ones, the oldest first', () => {
    const tickets = ['a', 'b', 'c', 'd', 'e'].map((player) => ticket(player));
    expect(pairsOf(tickets, [open('old', 1), open('new', 1)])).toEqual([
      ['old', 'a'],
      ['new', 'b'],
      [null, 'cd'],
    ]);
  });

  test('[L1] a waiting room takes the available tickets, even when it stays incomplete', () => {
    expect(pairsOf([ticket('a')], [open('r', 3)])).toEqual([['r', 'a']]);
  });

  test('[L1] a player is not seated twice in a room, nor in two rooms', () => {
    expect(pairsOf([ticket('a')], [open('r', 1, ['a'])])).toEqual([]);
    expect(pairsOf([ticket('a'), ticket('a')])).toEqual([]);
    expect(pairsOf([ticket('a', 'p'), ticket('a', 'q'), ticket('b', 'q')], [])).toEqual([]);
  });

  test('[L1] tickets and rooms of different pools are not paired', () => {
    expect(pairsOf([ticket('a', 'p'), ticket('b', 'q')], [open('r', 1, [], 'x')])).toEqual([]);
  });

  test('a pool whose game has no seats makes no pairs', () => {
    expect(pairsOf([ticket('a'), ticket('b')], [], () => 0)).toEqual([]);
  });
});

const pools = ['p', 'q', 'r'];
const anyTickets = fc.array(
  fc.record({ player: fc.nat(15).map((n) => `player ${n}`), pool: fc.constantFrom(...pools) }),
  { maxLength: 40 },
);
const anyRooms = fc
  .array(
    fc.record({
      pool: fc.constantFrom(...pools),
      free: fc.integer({ min: 1, max: 4 }),
      players: fc
        .array(
          fc.nat(15).map((n) => `player ${n}`),
          { maxLength: 3 },
        )
        .map((list) => new Set(list)),
    }),
    { maxLength: 8 },
  )
  .map((rooms) => rooms.map((room, index): OpenRoom => ({ ...room, room: `room ${index}` })));
const seatsOf = (pool: string): number => pools.indexOf(pool) + 1;

describe('any tickets and rooms', () => {
  test('[L1] no player and no ticket is used twice, also in rooms where the player has a seat', () => {
    fc.assert(
      fc.property(anyTickets, anyRooms, (tickets, rooms) => {
        const pairings = pair(tickets, rooms, seatsOf);
        const used = pairings.flatMap((pairing) => pairing.tickets);
        expect(new Set(used).size).toBe(used.length);
        expect(new Set(used.map(({ player }) => player)).size).toBe(used.length);
        for (const { room, tickets: seated } of pairings) {
          const players = rooms.find((other) => other.room === room)?.players;
          for (const { player } of seated) expect(players?.has(player) ?? false).toBe(false);
        }
      }),
    );
  });

  test('[L1] no room is overfilled, a new room is exactly full, and pools do not mix', () => {
    fc.assert(
      fc.property(anyTickets, anyRooms, (tickets, rooms) => {
        const pairings = pair(tickets, rooms, seatsOf);
        const filled = pairings.flatMap(({ room }) => room ?? []);
        expect(new Set(filled).size).toBe(filled.length);
        for (const { room, tickets: seated } of pairings) {
          const [first] = seated;
          const there = rooms.find((other) => other.room === room);
          expect(new Set(seated.map(({ pool }) => pool)).size).toBe(1);
          if (there === undefined) expect(seated).toHaveLength(seatsOf(first?.pool ?? ''));
          else expect([seated.length <= there.free, there.pool]).toEqual([true, first?.pool]);
        }
      }),
    );
  });

  test('[L1] a waiting ticket could not be seated, and no later ticket was seated in a new room', () => {
    fc.assert(
      fc.property(anyTickets, anyRooms, (tickets, rooms) => {
        const pairings = pair(tickets, rooms, seatsOf);
        const used = new Set(pairings.flatMap((pairing) => pairing.tickets));
        const firsts = tickets.filter(
          (one, index) => tickets.findIndex(({ player }) => player === one.player) === index,
        );
        for (const pool of pools) {
          const left = firsts.filter((one) => one.pool === pool && !used.has(one));
          expect(left.length).toBeLessThan(seatsOf(pool));
          const inNew = pairings.filter(({ room }) => room === null).flatMap((pairing) => pairing.tickets);
          const last = Math.max(
            -1,
            ...inNew.filter((one) => one.pool === pool).map((one) => firsts.indexOf(one)),
          );
          for (const one of left) expect(firsts.indexOf(one)).toBeGreaterThan(last);
          for (const { room, free, players } of rooms.filter((other) => other.pool === pool)) {
            const taken = pairings.find((pairing) => pairing.room === room)?.tickets.length ?? 0;
            if (taken < free) for (const one of left) expect(players.has(one.player)).toBe(true);
          }
        }
      }),
    );
  });
});
