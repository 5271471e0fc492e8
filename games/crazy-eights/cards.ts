// The 52 cards and their points.

export const SUITS = ['S', 'H', 'D', 'C'] as const;
const RANKS = ['A', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'J', 'Q', 'K'] as const;

/** Spades, hearts, diamonds, clubs. */
export type Suit = (typeof SUITS)[number];
type Rank = (typeof RANKS)[number];

/** Rank, then suit: `QH` is the queen of hearts, `10S` the ten of spades. */
export type Card = `${Rank}${Suit}`;
type Eight = `8${Suit}`;

export const DECK: readonly Card[] = SUITS.flatMap((suit) => RANKS.map((rank) => `${rank}${suit}` as const));
export const EIGHTS: readonly Eight[] = DECK.filter(isEight);
/** All cards except the eights, which are wild and played with a suit. */
export const PLAIN_CARDS: readonly Card[] = DECK.filter((card) => !isEight(card));

export function isEight(card: Card): card is Eight {
  return rankOf(card) === '8';
}

export function rankOf(card: Card): Rank {
  return card.slice(0, -1) as Rank;
}

export function suitOf(card: Card): Suit {
  return card.slice(-1) as Suit;
}

/** An eight counts 50, a court card 10, an ace 1, any other card its number. */
export function pointsOf(hand: readonly Card[]): number {
  return hand.reduce((sum, card) => sum + pointsOfRank(rankOf(card)), 0);
}

function pointsOfRank(rank: Rank): number {
  if (rank === '8') return 50;
  if (rank === 'A') return 1;
  return rank === 'J' || rank === 'Q' || rank === 'K' ? 10 : Number(rank);
}
