// Finds another fleet that gives every shot the same result, so that the player who shot cannot exclude it.
import {
  type Berth,
  berthsFor,
  berthsOver,
  type Cell,
  type Fleet,
  isSunk,
  LENGTHS,
  SEA,
  SHIPS,
  type Ship,
} from './fleet.ts';

/** Most fleets are found in 6 tries. After a bad start it is quicker to start again than to search on. */
const FIRST_TRIES = 32;

/** The lists are by cell, and change while ships are laid and taken back. */
type Chart = {
  /** A ship can lie here: the cell was not shot at, or was hit, and no other ship lies here. */
  readonly open: boolean[];
  /** The cell was hit, and no ship lies here yet. */
  readonly hit: boolean[];
  readonly shot: readonly boolean[];
  readonly random: () => number;
  /** Tries left before the search starts again. */
  tries: number;
};
type Choice = { readonly ship: Ship; readonly berth: Berth };

/** Sunk ships stay, since they are shown. Ships that are not placed yet stay so. */
export function otherFleet(fleet: Fleet, shots: readonly Cell[], random: () => number): Fleet {
  const afloat = SHIPS.filter((ship) => fleet[ship] !== null && !isSunk(fleet[ship], shots));
  const shot = SEA.map((cell) => shots.includes(cell));
  const hit = SEA.map((cell) => shot[cell] === true && afloat.some((ship) => fleet[ship]?.includes(cell)));
  const open = SEA.map((cell) => shot[cell] === false || hit[cell] === true);
  // The real fleet is one of the solutions, so with enough tries one is found.
  for (let tries = FIRST_TRIES; ; tries *= 2) {
    const found = lay(afloat, { open, hit, shot, random, tries });
    if (found) return { ...fleet, ...Object.fromEntries(found.map(({ ship, berth }) => [ship, berth])) };
  }
}

/** Backtracking: a choice that leaves a hit without a ship, or a ship without a place, is taken back. */
function lay(ships: readonly Ship[], chart: Chart): Choice[] | null {
  const hits = SEA.filter((cell) => chart.hit[cell]);
  if (ships.length === 0) return hits.length === 0 ? [] : null;
  const choices = hits.length === 0 ? choicesAnywhere(ships, chart) : choicesOver(hits, ships, chart);
  while (choices.length > 0 && chart.tries > 0) {
    chart.tries -= 1;
    const [choice] = choices.splice(Math.floor(chart.random() * choices.length), 1);
    const rest = choice && layRest(choice, ships, chart);
    if (rest) return [choice, ...rest];
  }
  return null;
}

function layRest({ ship, berth }: Choice, ships: readonly Ship[], chart: Chart): Choice[] | null {
  const hits = berth.filter((cell) => chart.hit[cell]);
  for (const cell of berth) chart.open[cell] = chart.hit[cell] = false;
  const rest = lay(
    ships.filter((other) => other !== ship),
    chart,
  );
  for (const cell of berth) chart.open[cell] = true;
  for (const cell of hits) chart.hit[cell] = true;
  return rest;
}

/** The choices for the hit that has the fewest: it fails soonest if nothing fits. */
function choicesOver(hits: readonly Cell[], ships: readonly Ship[], chart: Chart): Choice[] {
  // Each ship afloat has at least one cell that was not hit, so the other ships explain at most this many hits.
  const most = ships.reduce((sum, ship) => sum + LENGTHS[ship] - 1, 0);
  const choicesFor = (hit: Cell) =>
    ships.flatMap((ship) => {
      const atLeast = hits.length - (most - (LENGTHS[ship] - 1));
      return fitting(ship, berthsOver(ship, hit), chart).filter(
        ({ berth }) => atLeast <= 1 || berth.filter((cell) => chart.hit[cell]).length >= atLeast,
      );
    });
  let [fewest, ...more] = hits.map(choicesFor);
  for (const choices of more) if (fewest && choices.length < fewest.length) fewest = choices;
  return fewest ?? [];
}

function choicesAnywhere([longest]: readonly Ship[], chart: Chart): Choice[] {
  return longest ? fitting(longest, berthsFor(longest), chart) : [];
}

function fitting(ship: Ship, berths: readonly Berth[], { open, shot }: Chart): Choice[] {
  return berths
    .filter((berth) => berth.every((cell) => open[cell]) && !berth.every((cell) => shot[cell]))
    .map((berth) => ({ ship, berth }));
}
