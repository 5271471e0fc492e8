// One match played at random, to its end: how far a search in breadth cannot see.
import type { Chance } from './chance.ts';
import { type CheckedMove, checkedMove, look, refusedThough } from './looking.ts';
import { isDue, isRefused, type LegalBySeat, type Move, waits } from './moves.ts';
import { beginning, isOver, type Position, presentSeats } from './position.ts';
import type { Scene } from './scene.ts';

export type Walk = {
  /** Grows as the walk goes on; a failure is at the last of them, or after it. */
  readonly moves: Move[];
  /** After the last of them. */
  position: Position | undefined;
  ended: boolean;
};

export type Walking = {
  readonly chance: Chance;
  /** After so many moves it turns away from no end, and after `endWithin` more it gives up. */
  readonly steps: number;
  readonly endWithin: number;
  readonly visit: (position: Position) => void;
};

/**
 * Of the ends that come early so many are only looked at, on one walk or another: a match that can be given up
 * at any move would never get far.
 */
const TURNED_AWAY = [0.5, 0.95, 0.995];
const LEAVES = 0.03;
const LETS_TIME_RUN_OUT = 0.08;
const MOST_WAIT_MS = 20_000;
const MOST_LATE_MS = 500;

/** Into `walk`, so that where it failed is known. @throws FailedCheck */
export function walkOn(scene: Scene, walk: Walk, { chance, steps, endWithin, visit }: Walking): void {
  let position = beginning(scene);
  const turnedAway = chance.pick(TURNED_AWAY) ?? 0;
  while (walk.moves.length < steps + endWithin) {
    const { legal, restored } = look(scene, position);
    visit(position);
    if (isOver(position)) {
      walk.ended = true;
      return;
    }
    const isEarly = walk.moves.length < steps;
    const avoids = isEarly ? turnedAway : 0;
    const next = nextOf({ scene, walk, chance, avoids, position, restored, legal });
    // Where not every intent is known nothing may be left to try
    if (next === undefined) return;
    position = next.position;
    walk.position = position;
  }
}

type Crossroads = {
  readonly scene: Scene;
  readonly walk: Walk;
  readonly chance: Chance;
  /** How likely it is to turn away from an end, in [0, 1]; at 0 nobody leaves, either. */
  readonly avoids: number;
  readonly position: Position;
  readonly restored: Position;
  readonly legal: LegalBySeat;
};

/** More than enough: most moves end nothing. */
const MOST_TRIES = 8;

function nextOf(at: Crossroads): CheckedMove | undefined {
  const { scene, walk, chance, avoids, position, restored } = at;
  for (let tries = 1; ; tries += 1) {
    const move = choice(at);
    if (move === undefined) return undefined;
    walk.moves.push(move);
    const result = checkedMove(scene, { position, restored, move });
    const isTaken = result !== undefined && !isRefused(result);
    // A guard may hang on the time, and time has passed since the intent was legal
    if (result !== undefined && isRefused(result) && move.wait === 0) throw refusedThough(move, result);
    const turnsAway = isTaken && isOver(result.position) && chance.happens(avoids);
    if (isTaken && (!turnsAway || tries >= MOST_TRIES)) return result;
    if (turnsAway) look(scene, result.position);
    walk.moves.pop();
    if (!isTaken && tries >= 4 * MOST_TRIES) return undefined;
  }
}

function choice({ chance, avoids, position, legal }: Crossroads): Move | undefined {
  const present = presentSeats(position);
  const [deadline] = waits(position);
  if (deadline && isDue(position)) return deadline;
  const leaver =
    avoids > 0 && present.length > 1 && chance.happens(LEAVES) ? chance.pick(present) : undefined;
  if (leaver !== undefined) return { type: 'seat.left', seat: leaver, wait: 0 };
  const acts = legal.flatMap(({ seat, intents }) => intents.map((intent) => ({ seat, intent })));
  if (deadline && (acts.length === 0 || chance.happens(LETS_TIME_RUN_OUT))) {
    return { ...deadline, wait: chance.happens(0.3) ? chance.below(MOST_LATE_MS) : 0 };
  }
  // By type first: one way to draw a card is to come up beside many to play one
  const type = chance.pick([...new Set(acts.map(({ intent }) => intent.type))]);
  const act = chance.pick(chance.happens(0.5) ? acts.filter(({ intent }) => intent.type === type) : acts);
  if (act === undefined) return undefined;
  return { type: 'intent', ...act, wait: chance.happens(0.5) ? chance.below(MOST_WAIT_MS) : 0 };
}
