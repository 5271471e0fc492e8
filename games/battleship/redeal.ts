// Another fleet that would have answered every shot in the same way: what a player cannot tell from the real one.
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

/** Most fleets are found in 6 tries; after a bad start it is quicker to begin again than to search it all. */
const FIRST_TRIES = 32;

/** The lists are by cell, and change as ships are laid and taken up again. */
type Chart = {
  /** A ship may lie here: it was not shot at, or hit, and no other ship lies here. */
  readonly open: boolean[];
  /** Hit, and no ship lies here yet. */
  readonly owed: boolean[];
  readonly shot: readonly boolean[];
  readonly random: () => number;
  /** Left before all is taken up again. */
  tries: number;
};
type Choice = { readonly ship: Ship; readonly berth: Berth };

/** Sunk ships stay, as they were shown; those not placed yet still are not. */
export function otherFleet(fleet: Fleet, shots: readonly Cell[], random: () => number): Fleet {
  const afloat = SHIPS.filter((ship) => fleet[ship] !== null && !isSunk(fleet[ship], shots));
  const shot = SEA.map((cell) => shots.includes(cell));
  const owed = SEA.map((cell) => shot[cell] === true && afloat.some((ship) => fleet[ship]?.includes(cell)));
  const open = SEA.map((cell) => shot[cell] === false || owed[cell] === true);
  // The real fleet is among what is searched, so that with tries enough one is found
  for (let tries = FIRST_TRIES; ; tries *= 2) {
    const found = lay(afloat, { open, owed, shot, random, tries });
    if (found) return { ...fleet, ...Object.fromEntries(found.map(({ ship, berth }) => [ship, berth])) };
  }
}

/** By trial and error: what leaves a hit without a ship, or a ship without a place, is taken up again. */
function lay(ships: readonly Ship[], chart: Chart): Choice[] | null {
  const owed = SEA.filter((cell) => chart.owed[cell]);
  if (ships.length === 0) return owed.length === 0 ? [] : null;
  const choices = owed.length === 0 ? choicesAnywhere(ships, chart) : choicesOver(owed, ships, chart);
  while (choices.length > 0 && chart.tries > 0) {
    chart.tries -= 1;
    const [choice] = choices.splice(Math.floor(chart.random() * choices.length), 1);
    const rest = choice && layRest(choice, ships, chart);
    if (rest) return [choice, ...rest];
  }
  return null;
}

function layRest({ ship, berth }: Choice, ships: readonly Ship[], chart: Chart): Choice[] | null {
  const hits = berth.filter((cell) => chart.owed[cell]);
  for (const cell of berth) chart.open[cell] = chart.owed[cell] = false;
  const rest = lay(
    ships.filter((other) => other !== ship),
    chart,
  );
  for (const cell of berth) chart.open[cell] = true;
  for (const cell of hits) chart.owed[cell] = true;
  return rest;
}

/** Of the hit with the fewest: there it shows soonest that nothing fits. */
function choicesOver(hits: readonly Cell[], ships: readonly Ship[], chart: Chart): Choice[] {
  // Each ship that is afloat has a cell that was not hit, so that the others can answer for so many hits at most
  const most = ships.reduce((sum, ship) => sum + LENGTHS[ship] - 1, 0);
  const choicesFor = (hit: Cell) =>
    ships.flatMap((ship) => {
      const atLeast = hits.length - (most - (LENGTHS[ship] - 1));
      return fitting(ship, berthsOver(ship, hit), chart).filter(
        ({ berth }) => atLeast <= 1 || berth.filter((cell) => chart.owed[cell]).length >= atLeast,
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
