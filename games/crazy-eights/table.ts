// The places of the 52 cards, and how they move: pure functions from one table to the next.
import { createRandom, type RandomState, type Seat, shuffle } from '../../src/game/index.ts';
import { type Card, DECK, isEight, pointsOf, rankOf, type Suit, suitOf } from './cards.ts';

/** How often the discards become a new stock: this bounds the number of draws, and so the length of a match. */
const RESHUFFLES = 3;

export type Table = {
  /** By seat. A drawn card is the last one. The hand of a player who leaves stays here, and is not played. */
  hands: Card[][];
  /** The first is drawn next. */
  stock: Card[];
  /** The last is on top. */
  discards: Card[];
  /** The suit to follow: that of the top card, or the one named with an eight. */
  suit: Suit;
  turn: Seat;
  /** Whether the seat in turn has drawn its card for this turn. */
  hasDrawn: boolean;
  /** By seat: has passed since a card was last played or drawn. */
  passed: boolean[];
  /** By seat: has left the table. */
  left: boolean[];
  reshufflesLeft: number;
  chance: RandomState;
};

export function dealt(seats: number, seed: string): Table {
  const [deck, chance] = shuffle(createRandom(seed), DECK);
  const each = seats === 2 ? 7 : 5;
  const hands = Array.from({ length: seats }, (_, seat) => deck.slice(seat * each, (seat + 1) * each));
  const rest = deck.slice(seats * each);
  // The first card is not an eight: nobody would have named its suit.
  const start = rest.findIndex((card) => !isEight(card));
  const top = rest[start] ?? rest[0];
  if (top === undefined) throw new RangeError(`${seats} hands leave no card to start with`);
  return {
    hands,
    stock: rest.toSpliced(start, 1),
    discards: [top],
    suit: suitOf(top),
    turn: 0,
    hasDrawn: false,
    passed: Array(seats).fill(false),
    left: Array(seats).fill(false),
    reshufflesLeft: RESHUFFLES,
    chance,
  };
}

export function topOf({ discards }: Table): Card | null {
  return discards.at(-1) ?? null;
}

/** An eight fits on everything; on an eight only the named suit fits. */
export function fits(table: Table, card: Card): boolean {
  const top = topOf(table);
  return isEight(card) || suitOf(card) === table.suit || (top !== null && rankOf(card) === rankOf(top));
}

export function handOf({ hands }: Table, seat: Seat): Card[] {
  return hands[seat] ?? [];
}

export function canDraw({ stock, discards, reshufflesLeft }: Table): boolean {
  return stock.length > 0 || (reshufflesLeft > 0 && discards.length > 1);
}

export function discarded(table: Table, card: Card, suit: Suit): Partial<Table> {
  const hand = handOf(table, table.turn).filter((held) => held !== card);
  return {
    hands: table.hands.with(table.turn, hand),
    discards: [...table.discards, card],
    suit,
    passed: table.passed.map(() => false),
  };
}

/** The seat in turn draws a card. If the stock is empty, the discards become the new stock first. */
export function drawn(table: Table): Partial<Table> {
  const filled = table.stock.length > 0 ? table : reshuffled(table);
  const [card, ...stock] = filled.stock;
  if (card === undefined) return {};
  return {
    ...filled,
    stock,
    hands: table.hands.with(table.turn, [...handOf(table, table.turn), card]),
    hasDrawn: true,
    passed: table.passed.map(() => false),
  };
}

/** All discards except the top one. */
function reshuffled(table: Table): Table {
  const [stock, chance] = shuffle(table.chance, table.discards.slice(0, -1));
  return {
    ...table,
    stock,
    discards: table.discards.slice(-1),
    reshufflesLeft: table.reshufflesLeft - 1,
    chance,
  };
}

/** The next seat round the table whose player has not left. */
export function nextTurn({ turn, left }: Table): Seat {
  let next = turn;
  do next = (next + 1) % left.length;
  while (left[next] && next !== turn);
  return next;
}

export function seatsPlaying({ left }: Table): Seat[] {
  return [...left.keys()].filter((seat) => !left[seat]);
}

/** By seat, leavers included: the points left in hand. The fewer the better. */
export function scoresOf({ hands }: Table): number[] {
  return hands.map(pointsOf);
}

/**
 * Deals again all that `seat` does not see: the hands of the others, the stock, and the random state. Discards from
 * before a reshuffle count as unknown.
 */
export function redealt(table: Table, seat: Seat, random: () => number): Table {
  const others = table.hands.filter((_, of) => of !== seat).flat();
  const stock = shuffle(random, [...others, ...table.stock]);
  const hands = table.hands.map((hand, of) => (of === seat ? hand : stock.splice(0, hand.length)));
  return { ...table, hands, stock, chance: createRandom(String(random())) };
}
