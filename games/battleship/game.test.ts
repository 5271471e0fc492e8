import { describe, expect, test } from 'vitest';
import { type AnyIntent, type Match, rulesOf } from '../../src/game/index.ts';
import { accepted, playMatch, startTestServer } from '../../src/testing/index.ts';
import battleship from './game.ts';

const rules = rulesOf(battleship);
const begin = (seed = 'a') => rules.begin({ seats: 2, seed, options: {} }, 0);
const refusal = (reason?: string) => ({ refused: true, reason });
const take = (match: Match, seat: number, intent: AnyIntent, at = 0) => rules.take(match, seat, intent, at);
const place = (row: number, column: number, direction = 'across') => ({
  type: 'place',
  row,
  column,
  direction,
});
const shoot = (row: number, column: number) => ({ type: 'shoot', row, column });

function all(match: Match, seat: number, intents: readonly AnyIntent[]): Match {
  return intents.reduce((before, intent) => accepted(take(before, seat, intent)), match);
}

function fired(match: Match): Match {
  const [deadline] = match.deadlines;
  if (!deadline) throw new Error('no time runs');
  return accepted(rules.fire(match, deadline.id, deadline.at));
}

type Lying = { readonly ship: string; readonly row: number; readonly column: number };
type View = {
  readonly phase: string;
  readonly turn: number | null;
  readonly seas: (string | null)[][][];
  readonly sunk: Lying[][];
  readonly lastShot: { readonly seat: number; readonly result: string } | null;
};
type Secrets = { readonly sea: (string | null)[][]; readonly fleet: Lying[]; readonly toPlace: unknown };
const viewOf = (match: Match) => rules.view(match) as unknown as View;
const secretsOf = (match: Match, seat: number) => rules.secrets(match, seat) as unknown as Secrets;
const seen = (sea: (string | null)[][], sight: string) => sea.flat().filter((one) => one === sight).length;

/** All ships from the first column, in rows 0, 2, 4, 6 and 8. */
const inRows = [0, 2, 4, 6, 8].map((row) => place(row, 0));
const ready = { type: 'ready' };
const shooting = () => all(all(begin(), 0, [...inRows, ready]), 1, [...inRows, ready]);

/** Seats take turns from seat 0. */
function played(match: Match, ...shots: readonly AnyIntent[]): Match {
  return shots.reduce((before, shot) => accepted(take(before, viewOf(before).turn ?? 0, shot)), match);
}

describe('placement', () => {
  test('places one ship after the other, which only the owner sees', () => {
    const match = all(begin(), 0, [place(0, 0), place(3, 9, 'down')]);
    expect(secretsOf(match, 0)).toMatchObject({
      fleet: [
        { ship: 'carrier', length: 5, row: 0, column: 0, direction: 'across' },
        { ship: 'battleship', length: 4, row: 3, column: 9, direction: 'down' },
      ],
      toPlace: { ship: 'cruiser', length: 3 },
    });
    expect(secretsOf(match, 0).sea[6]?.[9]).toBe('ship');
    expect(seen(secretsOf(match, 0).sea, 'ship')).toBe(9);
    expect(rules.view(match)).toEqual(rules.view(begin()));
    expect(secretsOf(match, 1)).toEqual(secretsOf(begin(), 1));
  });

  test.each([
    ['onTheBoard', [], place(0, 6)],
    ['onTheBoard', [], place(6, 0, 'down')],
    ['clearOfOthers', [place(0, 0)], place(0, 4, 'down')],
    ['shipLeft', inRows, place(9, 0)],
    ['shipLeft', inRows, { type: 'placeRest' }],
    ['shipPlaced', [place(0, 0)], { type: 'takeBack', ship: 'cruiser' }],
    ['fleetComplete', inRows.slice(1), ready],
    ['stillPlacing', [...inRows, ready], { type: 'takeBack', ship: 'carrier' }],
    ['stillPlacing', [...inRows, ready], ready],
    [undefined, [], shoot(0, 0)],
  ] as const)('[R4] what cannot be is refused with %s', (reason, before, intent) => {
    expect(take(all(begin(), 1, before), 1, intent)).toEqual(refusal(reason));
  });

  test('a ship can touch others and the edge', () => {
    const match = all(begin(), 0, [place(9, 5), place(8, 6), place(7, 7), place(6, 7), place(5, 8)]);
    expect(secretsOf(match, 0).fleet).toHaveLength(5);
  });

  test('a ship that is taken back is placed next', () => {
    const match = all(begin(), 0, [...inRows, { type: 'takeBack', ship: 'cruiser' }]);
    expect(secretsOf(match, 0).toPlace).toEqual({ ship: 'cruiser', length: 3 });
    expect(secretsOf(all(match, 0, [place(9, 7)]), 0).fleet[2]).toMatchObject({ row: 9, column: 7 });
  });

  test('has all places of the next ship as legal intents: 120 for the carrier, 140 for the last ship', () => {
    const places = (match: Match) => rules.legal(match, 0, 0).intents.filter(({ type }) => type === 'place');
    expect(places(begin())).toHaveLength(120);
    // The other ships block 15 of the 90 places across, and 25 of the 90 down.
    expect(places(all(begin(), 0, inRows.slice(0, 4)))).toHaveLength(140);
    expect(rules.legal(begin(), 0, 0).complete).toBe(true);
  });

  test('placeRest places the rest at random, differently for another seed', () => {
    const fleets = ['a', 'b', 'c'].map(
      (seed) => secretsOf(all(begin(seed), 0, [place(0, 0), { type: 'placeRest' }]), 0).fleet,
    );
    expect(fleets[0]).toHaveLength(5);
    expect(fleets[0]?.[0]).toMatchObject({ row: 0, column: 0 });
    expect(new Set(fleets.map((fleet) => JSON.stringify(fleet))).size).toBe(3);
  });

  test('is for both seats at the same time, and ends when both are ready', () => {
    const one = all(begin(), 1, [...inRows, ready]);
    expect(rules.view(one)).toMatchObject({ phase: 'placement', ready: [false, true], turn: null });
    expect(one.deadlines).toEqual(begin().deadlines);
    const both = all(one, 0, [{ type: 'placeRest' }, ready]);
    expect(rules.view(both)).toMatchObject({ phase: 'turn', ready: [true, true], turn: 0 });
  });

  test('[R8] ends after 2 minutes: missing ships are placed at random, the others stay', () => {
    const match = fired(all(begin(), 1, [place(0, 0)]));
    expect(viewOf(match)).toMatchObject({ phase: 'turn', turn: 0 });
    expect(secretsOf(match, 0).fleet).toHaveLength(5);
    expect(secretsOf(match, 1).fleet).toHaveLength(5);
    expect(secretsOf(match, 1).fleet[0]).toMatchObject({ row: 0, column: 0 });
    expect(match.deadlines).toMatchObject([{ name: 'turnTime', at: 150_000 }]);
  });
});

describe('a turn', () => {
  test('is one shot, whose result everyone sees, then the other seat shoots', () => {
    const match = played(shooting(), shoot(0, 0), shoot(1, 1));
    expect(viewOf(match)).toMatchObject({
      turn: 0,
      lastShot: { seat: 1, row: 1, column: 1, result: 'miss' },
    });
    expect(viewOf(match).seas[1]?.[0]?.[0]).toBe('hit');
    expect(viewOf(match).seas[0]?.[1]?.[1]).toBe('miss');
    expect(viewOf(match).seas.map((sea) => seen(sea, 'ship'))).toEqual([0, 0]);
    expect(secretsOf(match, 1).sea[0]?.slice(0, 6)).toEqual(['hit', 'ship', 'ship', 'ship', 'ship', null]);
  });

  test('a ship whose cells are all hit is sunk, and only then named', () => {
    const hit = played(shooting(), shoot(8, 0), shoot(9, 9));
    expect(viewOf(hit).sunk).toEqual([[], []]);
    const sunk = played(hit, shoot(8, 1));
    expect(viewOf(sunk).lastShot).toMatchObject({ seat: 0, result: 'sunk' });
    expect(viewOf(sunk).sunk).toEqual([
      [],
      [{ ship: 'destroyer', length: 2, row: 8, column: 0, direction: 'across' }],
    ]);
    expect(viewOf(sunk).seas[1]?.[8]?.slice(0, 3)).toEqual(['sunk', 'sunk', null]);
  });

  test.each([
    ['yourTurn', 1, shoot(5, 5)],
    ['notShotAtYet', 0, shoot(0, 0)],
    [undefined, 0, place(0, 0)],
    [undefined, 0, ready],
  ] as const)('[R4] what cannot be is refused with %s', (reason, seat, intent) => {
    expect(take(played(shooting(), shoot(0, 0), shoot(0, 0)), seat, intent)).toEqual(refusal(reason));
  });

  test('has the cells that were not shot at as legal intents of one seat', () => {
    const match = played(shooting(), shoot(0, 0), shoot(0, 0));
    expect(rules.legal(match, 0, 0).intents).toHaveLength(99 + 1);
    expect(rules.legal(match, 1, 0).intents).toEqual([{ type: 'resign' }]);
  });

  test('[R8] without a shot in 30 seconds is a random shot, and the third such turn in a row loses the match', () => {
    let match = fired(shooting());
    expect(viewOf(match)).toMatchObject({ turn: 1, lastShot: { seat: 0 } });
    match = fired(played(match, shoot(0, 0)));
    expect(
      viewOf(match)
        .seas[1]?.flat()
        .filter((sight) => sight !== null),
    ).toHaveLength(2);
    match = fired(played(match, shoot(0, 1)));
    expect(match.outcome).toEqual({ winners: [1], reason: 'time' });
  });

  test('a shot resets the count of timed-out turns', () => {
    let match = shooting();
    for (const column of [0, 1, 2, 3, 4]) match = played(match, shoot(0, column), shoot(9, column));
    for (let turns = 0; turns < 2; turns++) match = played(fired(match), shoot(9, 5 + turns));
    const free = rules.legal(match, 0, 0).intents.find(({ type }) => type === 'shoot');
    match = played(match, free ?? shoot(5, 5), shoot(9, 7));
    expect(fired(match).outcome).toBe(null);
  });
});

describe('the end', () => {
  const cells = [0, 2, 4, 6, 8].flatMap((row, ship) =>
    Array.from({ length: [5, 4, 3, 3, 2][ship] ?? 0 }, (_, column) => shoot(row, column)),
  );
  const water = Array.from({ length: 17 }, (_, i) => shoot(1 + 2 * Math.floor(i / 10), i % 10));

  test('comes with the last ship, and shows the fleets', () => {
    const shots = cells.flatMap((shot, i) => [shot, water[i] ?? shot]).slice(0, -1);
    const match = played(shooting(), ...shots);
    expect(match.outcome).toEqual({ winners: [0], reason: 'fleet-sunk' });
    expect(viewOf(match)).toMatchObject({ phase: 'over', turn: null });
    expect(viewOf(match).sunk[1]).toHaveLength(5);
    expect(seen(viewOf(match).seas[0] ?? [], 'ship')).toBe(17);
    expect(match.deadlines).toEqual([]);
  });

  test('can be a win for the second seat', () => {
    const match = played(shooting(), ...cells.flatMap((shot, i) => [water[i] ?? shot, shot]));
    expect(match.outcome).toEqual({ winners: [1], reason: 'fleet-sunk' });
  });

  test.each([0, 1])('[R9] comes in every phase if seat %i resigns or leaves', (seat) => {
    const moments = [
      begin(),
      all(begin(), seat, [...inRows, ready]),
      shooting(),
      played(shooting(), shoot(0, 0)),
    ];
    for (const match of moments) {
      expect(accepted(take(match, seat, { type: 'resign' })).outcome).toEqual({
        winners: [1 - seat],
        reason: 'resigned',
      });
      expect(accepted(rules.leave(match, seat, 0)).outcome).toEqual({ winners: [1 - seat], reason: 'left' });
    }
  });

  test('[R8] comes by itself if both players are idle', () => {
    let match = begin();
    for (let turns = 0; !match.outcome; turns++) {
      expect(turns).toBeLessThan(10);
      match = fired(match);
    }
    expect(match.outcome).toEqual({ winners: [1], reason: 'time' });
  });
});

test('over a real server two players who shoot at random finish a match', async () => {
  await using server = await startTestServer({ games: [battleship] });
  const { outcome, rejections, documents } = await playMatch(server, { game: battleship, seed: 2 });
  expect(outcome).toMatchObject({ reason: 'fleet-sunk', winners: [expect.any(Number)] });
  expect(rejections).toEqual([[], []]);
  const [first] = documents;
  const during = first?.filter(({ status }) => status === 'playing') ?? [];
  expect(during.every(({ view }) => seen((view as View).seas.flat(), 'ship') === 0)).toBe(true);
});
