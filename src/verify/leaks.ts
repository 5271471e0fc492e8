// Decides whether a game can be tested for leaks, and tests one position for them.
import type { AnyIntent, Game, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff } from '../patch/index.ts';
import type { MatchEvent } from '../room/index.ts';
import { FailedCheck, runRules } from './failed-check.ts';
import { checkSecretChoices } from './leak-choices.ts';
import { appliedOnly, applyMove, movesAt } from './moves.ts';
import { answersTo, attemptsOf, documentOf, leakFailure, redealFor } from './observation.ts';
import { isOver, keyOf, type Position, presentSeats, type SearchContext, textOf } from './position.ts';
import { SeededRandom } from './seeded-random.ts';

export const isLeakTested = ({ redeal }: Game): boolean => redeal !== undefined;

/** What is told of a game that cannot be tested. */
export function leakTestWarning({ secrets, redeal }: Game): string | undefined {
  if (secrets === undefined || redeal !== undefined) return undefined;
  return 'the game has secrets and gives no redeal: it was not tested for leaks';
}

/**
 * A position is always tested in the same way. What else may fail on the way is left to the search, which comes
 * by it itself. @throws FailedCheck
 */
export function checkLeaks(context: SearchContext, position: Position): void {
  // In the end a game may show everything.
  if (isOver(position)) return;
  const random = new SeededRandom(`leaks ${keyOf(position, textOf(context.rules, position))}`);
  try {
    checkIndistinguishablePairs(context, position, random);
    checkSecretChoices(context, position, random);
  } catch (failure) {
    if (!(failure instanceof FailedCheck) || failure.leak !== undefined) throw failure;
  }
}

/** Two matches that the seat cannot tell apart, or the game leaks. */
type IndistinguishablePair = {
  readonly seat: Seat;
  readonly one: Position;
  readonly other: Position;
  /** What has happened to both since the hidden part was dealt anew. */
  readonly since: readonly MatchEvent[];
};

/** How often the hidden part is dealt anew, and how many moves both matches then go on for. */
const DEALS = 3;
const MOVES_ON = 3;
const MOST_TRIES = 48;

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

/** Before anything else has happened the two must look the same, to the byte. */
function compareBefore(context: SearchContext, pair: IndistinguishablePair, random: SeededRandom): void {
  const [a, b] = documentsOf(context, pair);
  if (JSON.stringify(a) !== JSON.stringify(b)) {
    const path = firstDifference(a, b);
    if (!path.startsWith('/mine')) throw leakFailure('view', pair, `its document differs at ${path}`);
    throw leakFailure('redeal', pair, `'redeal' changes what the seat itself knows, at ${path}`);
  }
  compareAnswers(context, pair, random);
}

function compareAnswers(context: SearchContext, pair: IndistinguishablePair, random: SeededRandom): void {
  const { seat, one, other } = pair;
  const tries = random.sample(
    distinct([...attemptsOf(context, one, seat), ...attemptsOf(context, other, seat)]),
    MOST_TRIES,
  );
  const a = answersTo(context, one, { seat, tries });
  const b = answersTo(context, other, { seat, tries });
  if (a.legal !== b.legal) throw leakFailure('legal', pair, 'its legal intents differ');
  const index = a.verdicts.findIndex((verdict, at) => verdict !== b.verdicts[at]);
  if (index === -1) return;
  const answered = `${JSON.stringify(tries[index])} is ${a.verdicts[index]}, or ${b.verdicts[index]}`;
  throw leakFailure('rejection', pair, answered);
}

/**
 * Then the same happens in both. What a rule reveals it reveals in the view, the secrets or the outcome: from there
 * on the two are not the same to the seat any more. As long as these stay the same, so must all else that is sent.
 */
function compareAfterMoves(context: SearchContext, start: IndistinguishablePair, random: SeededRandom): void {
  let pair = start;
  for (let move = 0; move < MOVES_ON; move += 1) {
    const next = playBoth(context, pair, random);
    if (next === undefined || isRevealed(context, pair, next)) return;
    if (isOver(next.one)) return;
    compareAnswers(context, next, random);
    pair = next;
  }
}

function playBoth(
  { rules }: SearchContext,
  pair: IndistinguishablePair,
  random: SeededRandom,
): IndistinguishablePair | undefined {
  const { seat, one, other, since } = pair;
  const legal = presentSeats(one).map((of) => ({
    seat: of,
    ...runRules(() => rules.legal(one.match, of, one.at)),
  }));
  for (const move of random.sample(movesAt(one, legal), 4)) {
    const a = appliedOnly(applyMove(rules, one, move));
    const b = appliedOnly(applyMove(rules, other, move));
    // What only another seat's hidden cards allow is no leak: that it is done is public by itself
    if (a && b) return { seat, one: a.position, other: b.position, since: [...since, a.event] };
  }
  return undefined;
}

/** @throws FailedCheck where the seat is sent different things, and its view and secrets are no reason for it */
function isRevealed(
  context: SearchContext,
  before: IndistinguishablePair,
  after: IndistinguishablePair,
): boolean {
  const [was, wasOther] = documentsOf(context, before);
  const [a, b] = documentsOf(context, after);
  if (JSON.stringify(diff(was, a)) === JSON.stringify(diff(wasOther, b))) return false;
  // In the end a game may show everything, and count it up in the outcome
  if (isOver(after.one) || isOver(after.other)) return true;
  const changes = diff(a, b);
  if (changes.some(({ path }) => /^\/(view|mine)/.test(path))) return true;
  const path = firstDifference(a, b);
  throw leakFailure(changes.length === 0 ? 'diff' : 'sent', after, `what it is sent next differs at ${path}`);
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

/** As a pointer; where only the order of keys differs, there is none. */
function firstDifference(a: Json, b: Json): string {
  return diff(a, b)[0]?.path ?? 'the order of its keys';
}
