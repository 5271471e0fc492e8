// The checks of one position and of one move: asked twice, on another day, after a restart, always the same answer.
import type { Refused, Seat } from '../game/index.ts';
import { onAnotherDay } from './another-day.ts';
import { FailedCheck, judged } from './failed-check.ts';
import { isRefused, type LegalBySeat, type Move, type Moved, moved } from './moves.ts';
import { hasLeavers, isOver, type Position, presentSeats, textOf } from './position.ts';
import type { Scene } from './scene.ts';
import { stateName } from './state-value.ts';

export type Looked = {
  readonly legal: LegalBySeat;
  /** The same position, as it comes out of the store. */
  readonly restored: Position;
};

/** `text`: of the position, where it is known already. @throws FailedCheck */
export function look(scene: Scene, position: Position, text = textOf(scene.rules, position)): Looked {
  const restored = judged(() => ({ ...position, match: scene.rules.load(JSON.parse(text)) }));
  const seen = seenAt(scene, position);
  const again = onAnotherDay(() => seenAt(scene, restored));
  const part = differing(seen, again);
  if (part !== undefined) {
    const isRestored =
      differing(
        seen,
        onAnotherDay(() => seenAt(scene, position)),
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

type Seen = {
  readonly parts: readonly (readonly [what: string, text: string])[];
  readonly legal: LegalBySeat;
};

function seenAt(scene: Scene, position: Position): Seen {
  const { rules, setup } = scene;
  const { match } = position;
  const seats = Array.from({ length: setup.seats }, (_, seat) => seat);
  const view = judged(() => rules.view(match));
  const secrets = judged(() => seats.map((seat) => rules.secrets(match, seat)));
  const legal = presentSeats(position).map((seat) => ({ seat, ...legalFor(scene, position, seat) }));
  const parts = [
    ['the view', JSON.stringify(view)] as const,
    ...secrets.map((of, seat) => [`the secrets of seat ${seat}`, JSON.stringify(of)] as const),
    ...legal.map(({ seat, intents }) => [`what is legal for seat ${seat}`, JSON.stringify(intents)] as const),
  ];
  return { parts, legal };
}

const differing = (a: Seen, b: Seen): string | undefined =>
  a.parts.find(([, text], index) => text !== b.parts[index]?.[1])?.[0];

/** A guard that throws is found again by trying each intent, so that the failure can name it. */
function legalFor({ rules, lens }: Scene, { match, at }: Position, seat: Seat) {
  try {
    return judged(() => rules.legal(match, seat, at));
  } catch (error) {
    const tried = judged(() => lens.open(() => rules.legal(match, seat, at)));
    for (const intent of tried.intents) {
      try {
        judged(() => rules.take(match, seat, intent, at));
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
export type CheckedMove = Moved & { readonly text: string };
type Made = CheckedMove | Refused | undefined;

type Crossing = { readonly position: Position; readonly restored: Position; readonly move: Move };

/** One move, made twice; undefined and refusals as `moved` gives them. @throws FailedCheck */
export function checkedMove({ rules, warnings }: Scene, { position, restored, move }: Crossing): Made {
  const make = (from: Position): Made => {
    const result = moved(rules, from, move);
    return result && !isRefused(result) ? { ...result, text: textOf(rules, result.position) } : result;
  };
  const first = make(position);
  if (first && !isRefused(first) && first.position.dropped) {
    const state = stateName(rules, position.match);
    warnings.add(`'seat.left' is refused in ${state}: there the room ends the match`);
  }
  const again = (from: Position): string => toldOf(onAnotherDay(() => make(from)));
  if (again(restored) === toldOf(first)) return first;
  const what = `what ${nameOf(move)} leads to`;
  throw again(position) === toldOf(first)
    ? new FailedCheck('restore', `${what} is another once the match was saved and loaded`)
    : new FailedCheck('nondeterministic', `${what} is another when done again`);
}

const toldOf = (made: Made): string =>
  made && !isRefused(made) ? `${made.position.dropped} ${made.text}` : `refused by ${made?.reason}`;

export function nameOf(move: Move): string {
  if (move.type === 'intent') return `${JSON.stringify(move.intent)} of seat ${move.seat}`;
  return move.type === 'deadline' ? 'the deadline' : `the leaving of seat ${move.seat}`;
}

/** What is legal must be taken. @throws FailedCheck */
export function refusedThough(move: Move, { reason }: Refused): FailedCheck {
  const because = reason === undefined ? '' : `: ${reason} says no`;
  return new FailedCheck('nondeterministic', `${nameOf(move)} is legal, and yet refused${because}`);
}
