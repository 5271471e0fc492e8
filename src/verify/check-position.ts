// The checks of one position and of one move: asked twice, on another day, after a restart, always the same answer.
import type { Refused, Seat } from '../game/index.ts';
import { FailedCheck, runRules } from './failed-check.ts';
import { type AppliedMove, applyMove, isRefused, type LegalBySeat, type Move } from './moves.ts';
import {
  hasLeavers,
  isOver,
  type Position,
  presentSeats,
  type SearchContext,
  stateName,
  textOf,
} from './position.ts';
export type CheckedPosition = {
  readonly legal: LegalBySeat;
  /** The same position, as it comes out of the store. */
  readonly restored: Position;
};

/** `text`: of the position, where it is known already. @throws FailedCheck */
export function checkPosition(
  context: SearchContext,
  position: Position,
  text = textOf(context.rules, position),
): CheckedPosition {
  const restored = runRules(() => ({ ...position, match: context.rules.load(JSON.parse(text)) }));
  const seen = observe(context, position);
  const again = withFakeGlobals(() => observe(context, restored));
  const part = differing(seen, again);
  if (part !== undefined) {
    const isRestored =
      differing(
        seen,
        withFakeGlobals(() => observe(context, position)),
      ) === undefined;
    if (isRestored)
      throw new FailedCheck('restore', `${part} is another once the match was saved and loaded`);
    throw part.startsWith('what is legal')
      ? new FailedCheck('nondeterministic', `${part} is another when asked again`)
      : new FailedCheck('unstable-view', `${part} is another when asked again`);
  }
  checkSomeoneCanAct(position, seen.legal);
  return { legal: seen.legal, restored };
}

type Observed = {
  readonly parts: readonly (readonly [what: string, text: string])[];
  readonly legal: LegalBySeat;
};

function observe(context: SearchContext, position: Position): Observed {
  const { rules, setup } = context;
  const { match } = position;
  const seats = Array.from({ length: setup.seats }, (_, seat) => seat);
  const view = runRules(() => rules.view(match));
  const secrets = runRules(() => seats.map((seat) => rules.secrets(match, seat)));
  const legal = presentSeats(position).map((seat) => ({ seat, ...legalFor(context, position, seat) }));
  const parts = [
    ['the view', JSON.stringify(view)] as const,
    ...secrets.map((of, seat) => [`the secrets of seat ${seat}`, JSON.stringify(of)] as const),
    ...legal.map(({ seat, intents }) => [`what is legal for seat ${seat}`, JSON.stringify(intents)] as const),
  ];
  return { parts, legal };
}

const differing = (a: Observed, b: Observed): string | undefined =>
  a.parts.find(([, text], index) => text !== b.parts[index]?.[1])?.[0];

/** A guard that throws is found again by trying each intent, so that the failure can name it. */
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
        const shownBy = [{ type: 'intent', at, seat, intent } as const];
        throw new FailedCheck(fault.check, `${fault.message}, ${tries}`, { shownBy });
      }
    }
    throw error;
  }
}

/** Where not every intent is known, someone might still do something. */
function checkSomeoneCanAct(position: Position, legal: LegalBySeat): void {
  if (isOver(position) || legal.length === 0 || position.match.deadlines.length > 0) return;
  if (legal.some(({ intents, complete }) => intents.length > 0 || !complete)) return;
  if (!hasLeavers(position)) throw new FailedCheck('stuck', 'nobody can act, and no delay runs');
  throw new FailedCheck('leaver', 'of those who stayed nobody can act, and no delay runs');
}

/** `text`: of the position that it led to. */
export type CheckedMove = AppliedMove & { readonly text: string };
type Made = CheckedMove | Refused | undefined;

type Crossing = { readonly position: Position; readonly restored: Position; readonly move: Move };

/** One move, made twice; undefined and refusals as `moved` gives them. @throws FailedCheck */
export function checkMove({ rules, warnings }: SearchContext, { position, restored, move }: Crossing): Made {
  const make = (from: Position): Made => {
    const result = applyMove(rules, from, move);
    return result && !isRefused(result) ? { ...result, text: textOf(rules, result.position) } : result;
  };
  const first = make(position);
  if (first && !isRefused(first) && first.position.dropped) {
    const state = stateName(rules, position.match);
    warnings.add(`'seat.left' is refused in ${state}: there the room ends the match`);
  }
  const again = (from: Position): string => textOfResult(withFakeGlobals(() => make(from)));
  if (again(restored) === textOfResult(first)) return first;
  const what = `what ${describeMove(move)} leads to`;
  throw again(position) === textOfResult(first)
    ? new FailedCheck('restore', `${what} is another once the match was saved and loaded`)
    : new FailedCheck('nondeterministic', `${what} is another when done again`);
}

const textOfResult = (made: Made): string =>
  made && !isRefused(made) ? `${made.position.dropped} ${made.text}` : `refused by ${made?.reason}`;

export function describeMove(move: Move): string {
  if (move.type === 'intent') return `${JSON.stringify(move.intent)} of seat ${move.seat}`;
  return move.type === 'deadline' ? 'the deadline' : `the leaving of seat ${move.seat}`;
}

/** What is legal must be taken. @throws FailedCheck */
export function legalButRefused(move: Move, { reason }: Refused): FailedCheck {
  const because = reason === undefined ? '' : `: ${reason} says no`;
  return new FailedCheck('nondeterministic', `${describeMove(move)} is legal, and yet refused${because}`);
}

/** Long gone, so that no date of a run can be the same. */
const FAKE_NOW = Date.UTC(2001, 1, 3, 4, 5, 6, 7);

/** A step from one number to the next that comes by all of [0, 1): the golden ratio's. */
const STRIDE = 0.618_033_988_75;

class FakeDate extends Date {
  constructor(...given: [] | [number]) {
    super(given.length === 0 ? FAKE_NOW : given[0]);
  }
  static override now(): number {
    return FAKE_NOW;
  }
}

/** `run` must not wait for anything: the clock and the luck of the whole process are changed for as long. */
export function withFakeGlobals<Result>(run: () => Result): Result {
  const { random } = Math;
  const Today = globalThis.Date;
  let luck = 0;
  Math.random = () => {
    luck = (luck + STRIDE) % 1;
    return luck;
  };
  globalThis.Date = FakeDate as DateConstructor;
  try {
    return run();
  } finally {
    Math.random = random;
    globalThis.Date = Today;
  }
}
