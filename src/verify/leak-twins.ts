// The leak test: what a seat cannot know is dealt anew, and everything it is sent from then on must stay the same.
import type { AnyIntent, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff } from '../patch/index.ts';
import type { MatchEvent } from '../room/index.ts';
import type { Chance } from './chance.ts';
import { FailedCheck, judged, type LeakPlace } from './failed-check.ts';
import { answersFor, documentFor, triesOf } from './leak-sight.ts';
import { type Moved, moved, movesFrom } from './moves.ts';
import { isOver, type Position, presentSeats } from './position.ts';
import type { Scene } from './scene.ts';

/** Two matches that the seat cannot tell apart, or the game leaks. */
type Twins = {
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
export function checkTwins(scene: Scene, position: Position, chance: Chance): void {
  for (const seat of presentSeats(position)) {
    for (let deal = 0; deal < DEALS; deal += 1) {
      const other = redealt(scene, position, { seat, chance });
      const twins = { seat, one: position, other, since: [] };
      compareNow(scene, twins, chance);
      compareLater(scene, twins, chance);
    }
  }
}

type Dealing = { readonly seat: Seat; readonly chance: Chance; readonly since?: readonly MatchEvent[] };

/** @throws FailedCheck of the place `redeal`, where the game's own `redeal` fails */
export function redealt({ rules }: Scene, position: Position, { seat, chance, since }: Dealing): Position {
  try {
    return { ...position, match: judged(() => rules.redeal(position.match, seat, chance.random)) };
  } catch (fault) {
    if (!(fault instanceof FailedCheck)) throw fault;
    throw new FailedCheck(fault.check, fault.message, { leak: 'redeal', shownBy: since ?? [] });
  }
}

/** Before anything else has happened the two must look the same, to the byte. */
function compareNow(scene: Scene, twins: Twins, chance: Chance): void {
  const [a, b] = documentsOf(scene, twins);
  if (JSON.stringify(a) !== JSON.stringify(b)) {
    const path = firstDifference(a, b);
    if (!path.startsWith('/mine')) throw leak('view', twins, `its document differs at ${path}`);
    throw leak('redeal', twins, `'redeal' changes what the seat itself knows, at ${path}`);
  }
  compareAnswers(scene, twins, chance);
}

function compareAnswers(scene: Scene, twins: Twins, chance: Chance): void {
  const { seat, one, other } = twins;
  const tries = chance.some(
    distinct([...triesOf(scene, one, seat), ...triesOf(scene, other, seat)]),
    MOST_TRIES,
  );
  const a = answersFor(scene, one, { seat, tries });
  const b = answersFor(scene, other, { seat, tries });
  if (a.legal !== b.legal) throw leak('legal', twins, 'its legal intents differ');
  const index = a.verdicts.findIndex((verdict, at) => verdict !== b.verdicts[at]);
  if (index === -1) return;
  const answered = `${JSON.stringify(tries[index])} is ${a.verdicts[index]}, or ${b.verdicts[index]}`;
  throw leak('rejection', twins, answered);
}

/**
 * Then the same happens in both. What a rule reveals it reveals in the view, the secrets or the outcome: from there
 * on the two are not the same to the seat any more. As long as these stay the same, so must all else that is sent.
 */
function compareLater(scene: Scene, start: Twins, chance: Chance): void {
  let twins = start;
  for (let move = 0; move < MOVES_ON; move += 1) {
    const next = together(scene, twins, chance);
    if (next === undefined || isRevealed(scene, twins, next)) return;
    if (isOver(next.one)) return;
    compareAnswers(scene, next, chance);
    twins = next;
  }
}

function together({ rules }: Scene, twins: Twins, chance: Chance): Twins | undefined {
  const { seat, one, other, since } = twins;
  const legal = presentSeats(one).map((of) => ({
    seat: of,
    ...judged(() => rules.legal(one.match, of, one.at)),
  }));
  for (const move of chance.some(movesFrom(one, legal), 4)) {
    const a = made(moved(rules, one, move));
    const b = made(moved(rules, other, move));
    // What only another seat's hidden cards allow is no leak: that it is done is public by itself
    if (a && b) return { seat, one: a.position, other: b.position, since: [...since, a.event] };
  }
  return undefined;
}

export const made = (result: ReturnType<typeof moved>): Moved | undefined =>
  result && 'position' in result ? result : undefined;

/** @throws FailedCheck where the seat is sent different things, and its view and secrets are no reason for it */
function isRevealed(scene: Scene, before: Twins, after: Twins): boolean {
  const [was, wasOther] = documentsOf(scene, before);
  const [a, b] = documentsOf(scene, after);
  if (JSON.stringify(diff(was, a)) === JSON.stringify(diff(wasOther, b))) return false;
  // In the end a game may show everything, and count it up in the outcome
  if (isOver(after.one) || isOver(after.other)) return true;
  const changes = diff(a, b);
  if (changes.some(({ path }) => /^\/(view|mine)/.test(path))) return true;
  const path = firstDifference(a, b);
  throw leak(changes.length === 0 ? 'diff' : 'sent', after, `what it is sent next differs at ${path}`);
}

function documentsOf(scene: Scene, { seat, one, other }: Twins): readonly [Json, Json] {
  return [documentFor(scene, one, seat), documentFor(scene, other, seat)];
}

/** As a pointer; where only the order of keys differs, there is none. */
export function firstDifference(a: Json, b: Json): string {
  return diff(a, b)[0]?.path ?? 'the order of its keys';
}

export function leak(
  place: LeakPlace,
  { seat, since }: { readonly seat: Seat; readonly since: readonly MatchEvent[] },
  what: string,
): FailedCheck {
  const told = `seat ${seat} is told what it may not know: of two matches that 'redeal' says look the same to it`;
  return new FailedCheck('leak', `${place}: ${told}, ${what}`, { leak: place, shownBy: since });
}

function distinct(intents: readonly AnyIntent[]): AnyIntent[] {
  return [...new Map(intents.map((intent) => [JSON.stringify(intent), intent])).values()];
}
