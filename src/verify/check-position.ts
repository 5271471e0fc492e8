// The checks of one position and of one move. Every question is asked again after a restore from JSON and with other
// values of Date and Math.random: both answers must be equal.
import type { Refused, Seat } from '../game/index.ts';
import { FailedCheck, runRules } from './failed-check.ts';
import { type AppliedMove, applyMove, isRefused, type LegalBySeat, type Move } from './moves.ts';
import { documentsAt } from './observation.ts';
import {
  hasLeavers,
  isEndedByRoom,
  isOver,
  type Position,
  presentSeats,
  type SearchContext,
  stateName,
  textOf,
  withMatch,
} from './position.ts';

/** What the check of a position has found out. */
export type CheckedPosition = {
  readonly legal: LegalBySeat;
  /** The same position, with its match loaded from its saved text. */
  readonly restored: Position;
};

/** `text`: of the position, where the caller has it already. @throws FailedCheck */
export function checkPosition(
  context: SearchContext,
  position: Position,
  text = textOf(context.rules, position),
): CheckedPosition {
  const restored = withMatch(
    position,
    runRules(() => context.rules.load(JSON.parse(text))),
  );
  const seen = observe(context, position);
  const part = firstDifference(
    seen,
    withFakeGlobals(() => observe(context, restored)),
  );
  if (part !== undefined) {
    const again = withFakeGlobals(() => observe(context, position));
    if (firstDifference(seen, again) === undefined)
      throw new FailedCheck('restore', `${part} changed after the match was saved and loaded`);
    const check = part.startsWith(LEGAL_INTENTS) ? 'nondeterministic' : 'unstable-view';
    throw new FailedCheck(check, `${part} changed when asked again`);
  }
  checkSomeoneCanAct(position, seen.legal);
  return { legal: seen.legal, restored };
}

type Observed = {
  readonly parts: readonly (readonly [what: string, text: string])[];
  readonly legal: LegalBySeat;
};

const LEGAL_INTENTS = 'the legal intents of';

function observe(context: SearchContext, position: Position): Observed {
  const { shared, secrets } = runRules(() => documentsAt(context, position));
  const legal = presentSeats(position).map((seat) => ({ seat, ...legalFor(context, position, seat) }));
  const parts = [
    ['the view', JSON.stringify(shared.view)] as const,
    ...secrets.map((of, seat) => [`the secrets of seat ${seat}`, JSON.stringify(of)] as const),
    ...legal.map(({ seat, intents }) => [`${LEGAL_INTENTS} seat ${seat}`, JSON.stringify(intents)] as const),
  ];
  return { parts, legal };
}

const firstDifference = (a: Observed, b: Observed): string | undefined =>
  a.parts.find(([, text], index) => text !== b.parts[index]?.[1])?.[0];

/** Where a guard throws, each intent is tried by itself, so that the failure can name the one. */
function legalFor({ rules, instrumented }: SearchContext, { match, at }: Position, seat: Seat) {
  try {
    return runRules(() => rules.legal(match, seat, at));
  } catch (error) {
    const tried = runRules(() => instrumented.withOpenGuards(() => rules.legal(match, seat, at)));
    for (const intent of tried.intents) {
      try {
        runRules(() => rules.take(match, seat, intent, at));
      } catch (fault) {
        if (!(fault instanceof FailedCheck)) throw fault;
        const tries = `when seat ${seat} tries ${JSON.stringify(intent)}`;
        const followUp = [{ type: 'intent', at, seat, intent } as const];
        throw new FailedCheck(fault.check, `${fault.message}, ${tries}`, { followUp });
      }
    }
    throw error;
  }
}

/** Says nothing where not all legal intents are known: one of the others might be possible. */
function checkSomeoneCanAct(position: Position, legal: LegalBySeat): void {
  if (isOver(position) || legal.length === 0 || position.match.deadlines.length > 0) return;
  if (legal.some(({ intents, complete }) => intents.length > 0 || !complete)) return;
  const [check, seats] = hasLeavers(position)
    ? (['leaver', 'no remaining seat'] as const)
    : (['stuck', 'no seat'] as const);
  throw new FailedCheck(check, `${seats} can act, and no deadline is running`);
}

/** `text`: of the position that the move leads to. */
export type CheckedMove = AppliedMove & { readonly text: string };
type MoveResult = CheckedMove | Refused | undefined;

type MoveToCheck = { readonly position: Position; readonly restored: Position; readonly move: Move };

/** Makes one move twice; undefined and refusals as `applyMove` gives them. @throws FailedCheck */
export function checkMove(
  { rules, warnings }: SearchContext,
  { position, restored, move }: MoveToCheck,
): MoveResult {
  const make = (from: Position): MoveResult => {
    const result = applyMove(rules, from, move);
    return result && !isRefused(result) ? { ...result, text: textOf(rules, result.position) } : result;
  };
  const first = make(position);
  if (first && !isRefused(first) && isEndedByRoom(first.position)) {
    const state = stateName(rules, position.match);
    warnings.add(`the game refuses 'seat.left' in state ${state}: the room ends the match there`);
  }
  const again = (from: Position): string => textOfResult(withFakeGlobals(() => make(from)));
  if (again(restored) === textOfResult(first)) return first;
  const what = `the result of ${describeMove(move)} changed`;
  throw again(position) === textOfResult(first)
    ? new FailedCheck('restore', `${what} after the match was saved and loaded`)
    : new FailedCheck('nondeterministic', `${what} when it was repeated`);
}

const textOfResult = (result: MoveResult): string =>
  result && !isRefused(result)
    ? `${isEndedByRoom(result.position)} ${result.text}`
    : `refused by ${result?.reason}`;

function describeMove(move: Move): string {
  if (move.type === 'intent') return `${JSON.stringify(move.intent)} of seat ${move.seat}`;
  return move.type === 'deadline' ? 'the deadline' : `seat ${move.seat} leaving`;
}

/** The failure of a game that refuses what it lists as legal. */
export function legalButRefused(move: Move, { reason }: Refused): FailedCheck {
  const by = reason === undefined ? '' : ` by guard ${reason}`;
  return new FailedCheck('nondeterministic', `${describeMove(move)} is listed as legal, but refused${by}`);
}

/** 3 February 2001: no run can have this date, so every read of the clock shows. */
const FAKE_NOW = Date.UTC(2001, 1, 3, 4, 5, 6, 7);

/** Multiples of the golden ratio, modulo 1, come close to every number in [0, 1). */
const STRIDE = 0.618_033_988_75;

class FakeDate extends Date {
  constructor(...given: [] | [number]) {
    super(given.length === 0 ? FAKE_NOW : given[0]);
  }
  static override now(): number {
    return FAKE_NOW;
  }
}

/** Runs with Date and Math.random replaced. Synchronous only: it changes globals of the process meanwhile. */
function withFakeGlobals<Result>(run: () => Result): Result {
  const { random } = Math;
  const RealDate = globalThis.Date;
  let last = 0;
  Math.random = () => {
    last = (last + STRIDE) % 1;
    return last;
  };
  globalThis.Date = FakeDate as DateConstructor;
  try {
    return run();
  } finally {
    Math.random = random;
    globalThis.Date = RealDate;
  }
}
