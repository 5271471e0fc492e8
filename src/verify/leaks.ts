// The leak test of one position: whatever a seat cannot know is dealt anew, and all that the seat is sent must stay equal.
import type { AnyIntent, Game, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff } from '../patch/index.ts';
import type { MatchEvent } from '../room/index.ts';
import { FailedCheck, runRules } from './failed-check.ts';
import { checkSecretChoices } from './leak-choices.ts';
import { appliedOnly, applyMove, movesAt } from './moves.ts';
import { answersTo, attemptsOf, documentOf, leakFailure, redealFor } from './observation.ts';
import { isOver, keyOf, type Position, presentSeats, type SearchContext } from './position.ts';
import { SeededRandom } from './seeded-random.ts';

/** Without `redeal` nobody can say what is hidden. */
export const isLeakTested = ({ redeal }: Game): boolean => redeal !== undefined;

/** The warning about a game that has secrets and cannot be tested; undefined for all others. */
export function leakTestWarning({ secrets, redeal }: Game): string | undefined {
  if (secrets === undefined || redeal !== undefined) return undefined;
  return 'the game has secrets but no redeal: it was not tested for leaks';
}

/**
 * Tests a position, the same one always in the same way. Failures of other checks are left to the search, which comes
 * to these positions by itself. @throws FailedCheck
 */
export function checkLeaks(context: SearchContext, position: Position): void {
  // A game may show everything once a match has ended
  if (isOver(position)) return;
  const random = new SeededRandom(`leaks ${keyOf(context.rules, position)}`);
  try {
    checkIndistinguishablePairs(context, position, random);
    checkSecretChoices(context, position, random);
  } catch (failure) {
    if (!(failure instanceof FailedCheck) || failure.leak !== undefined) throw failure;
  }
}

/** Two matches that the seat must not be able to tell apart. */
type IndistinguishablePair = {
  readonly seat: Seat;
  readonly one: Position;
  readonly other: Position;
  /** The events in both since the hidden part was dealt anew. */
  readonly since: readonly MatchEvent[];
};

/** How often the hidden part is dealt anew, and how many moves both matches then go on for. */
const DEALS = 3;
const MOVES_AFTER = 3;
/** Maximum number of moves from which one is chosen that both matches can take. */
const MAX_MOVES_TRIED = 4;
const MAX_ATTEMPTS = 48;

/** @throws FailedCheck */
function checkIndistinguishablePairs(context: SearchContext, position: Position, random: SeededRandom): void {
  for (const seat of presentSeats(position)) {
    for (let deal = 0; deal < DEALS; deal += 1) {
      const other = redealFor(context, position, { seat, random });
      const pair = { seat, one: position, other, since: [] };
      compareBefore(context, pair, random);
      compareAfterMoves(context, pair, random);
    }
  }
}

/** Before any further event the seat's documents must be equal to the byte. */
function compareBefore(context: SearchContext, pair: IndistinguishablePair, random: SeededRandom): void {
  const [a, b] = documentsOf(context, pair);
  if (JSON.stringify(a) !== JSON.stringify(b)) {
    const path = firstDifference(a, b);
    if (!path.startsWith('/mine')) throw leakFailure('view', pair, `its document differs at ${path}`);
    throw leakFailure('redeal', pair, `'redeal' changes what the seat already knows, at ${path}`);
  }
  compareAnswers(context, pair, random);
}

function compareAnswers(context: SearchContext, pair: IndistinguishablePair, random: SeededRandom): void {
  const { seat, one, other } = pair;
  const attempts = random.sample(
    distinct([...attemptsOf(context, one, seat), ...attemptsOf(context, other, seat)]),
    MAX_ATTEMPTS,
  );
  const a = answersTo(context, one, { seat, attempts });
  const b = answersTo(context, other, { seat, attempts });
  if (a.legal !== b.legal) throw leakFailure('legal', pair, 'its legal intents differ');
  const index = a.verdicts.findIndex((verdict, at) => verdict !== b.verdicts[at]);
  if (index === -1) return;
  const answers = `${a.verdicts[index]} in one and ${b.verdicts[index]} in the other`;
  throw leakFailure('rejection', pair, `${JSON.stringify(attempts[index])} is ${answers}`);
}

/**
 * Then the same events happen in both. A rule reveals something by a change of the view, the secrets or the outcome:
 * from there on the seat may tell the two apart. Until then everything else that it is sent must stay equal.
 */
function compareAfterMoves(context: SearchContext, start: IndistinguishablePair, random: SeededRandom): void {
  let pair = start;
  for (let move = 0; move < MOVES_AFTER; move += 1) {
    const next = playBoth(context, pair, random);
    if (next === undefined || isRevealed(context, pair, next)) return;
    if (isOver(next.one)) return;
    compareAnswers(context, next, random);
    pair = next;
  }
}

function playBoth(
  { rules }: SearchContext,
  { seat, one, other, since }: IndistinguishablePair,
  random: SeededRandom,
): IndistinguishablePair | undefined {
  const legal = presentSeats(one).map((of) => ({
    seat: of,
    ...runRules(() => rules.legal(one.match, of, one.at)),
  }));
  for (const move of random.sample(movesAt(one, legal), MAX_MOVES_TRIED)) {
    const a = appliedOnly(applyMove(rules, one, move));
    const b = appliedOnly(applyMove(rules, other, move));
    // A move that only another seat's hidden cards allow is no leak: everyone sees by the rules that it was made
    if (a && b) return { seat, one: a.position, other: b.position, since: [...since, a.event] };
  }
  return undefined;
}

/** @throws FailedCheck where the seat is sent different things that its view and secrets do not explain */
function isRevealed(
  context: SearchContext,
  before: IndistinguishablePair,
  after: IndistinguishablePair,
): boolean {
  const [was, wasOther] = documentsOf(context, before);
  const [a, b] = documentsOf(context, after);
  if (JSON.stringify(diff(was, a)) === JSON.stringify(diff(wasOther, b))) return false;
  // A game may show everything at the end, and use it in the outcome
  if (isOver(after.one) || isOver(after.other)) return true;
  const changes = diff(a, b);
  if (changes.some(({ path }) => /^\/(view|mine)/.test(path))) return true;
  const path = firstDifference(a, b);
  throw leakFailure(changes.length === 0 ? 'diff' : 'sent', after, `its next message differs at ${path}`);
}

function documentsOf(
  context: SearchContext,
  { seat, one, other }: IndistinguishablePair,
): readonly [Json, Json] {
  return [documentOf(context, one, seat), documentOf(context, other, seat)];
}

function distinct(intents: readonly AnyIntent[]): AnyIntent[] {
  return [...new Map(intents.map((intent) => [JSON.stringify(intent), intent])).values()];
}

/** A JSON pointer; there is none where only the order of keys differs. */
function firstDifference(a: Json, b: Json): string {
  return diff(a, b)[0]?.path ?? 'the order of its keys';
}
