// The leak test of secret choices: what another seat chooses in secret must not show in what a seat is sent about it.
import type { Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff } from '../patch/index.ts';
import type { MatchEvent } from '../room/index.ts';
import { runRules } from './failed-check.ts';
import { appliedOnly, applyMove, isDue } from './moves.ts';
import { documentOf, leakFailure, redealFor } from './observation.ts';
import { isOver, type Position, presentSeats, type SearchContext } from './position.ts';
import type { SeededRandom } from './seeded-random.ts';

/** More would find more where many choices are open; these are enough for a handful. */
const MAX_CHOICES = 12;
const MAX_CHOICES_TESTED = 4;
const DEALS = 6;

/** One choice of another seat, and what the seat was sent about it. */
type ObservedChoice = {
  readonly event: MatchEvent;
  readonly after: Position;
  readonly document: Json;
  /** The diff as text. */
  readonly sent: string;
  /** The context after it. */
  readonly leaves: Leaves;
};
/** The values of a context that are no objects, by their path. */
type Leaves = ReadonlyMap<string, unknown>;
type Seats = { readonly seat: Seat; readonly actor: Seat };

/** @throws FailedCheck */
export function checkSecretChoices(context: SearchContext, position: Position, random: SeededRandom): void {
  if (isDue(position)) return;
  const present = presentSeats(position);
  for (const seat of present) {
    const actor = random.pick(present.filter((other) => other !== seat));
    if (actor !== undefined) checkChoicesOf(context, position, { seat, actor, random });
  }
}

/**
 * If the game's `redeal`, asked after one choice, deals what only another choice would have left behind, then the seat
 * cannot tell the two choices apart, by the game's own word. So one of those other choices must have sent the seat
 * exactly the same.
 */
function checkChoicesOf(
  context: SearchContext,
  position: Position,
  { seat, actor, random }: Seats & { readonly random: SeededRandom },
): void {
  const choices = choicesAt(context, position, { seat, actor, random });
  for (const choice of random.sample(choices, MAX_CHOICES_TESTED)) {
    const since = [choice.event];
    const redeals = Array.from({ length: DEALS }, () =>
      leavesOf(context, redealFor(context, choice.after, { seat, random, since })),
    );
    const equal = choices.filter(({ leaves }) =>
      redeals.some((redealt) => isDealt(redealt, { leaves, choice, redeals })),
    );
    if (equal.length === 0 || equal.some(({ sent }) => sent === choice.sent)) continue;
    const path = smallestDifference(choice, equal);
    const channel = /^\/(view|mine)/.test(path) ? 'diff' : 'sent';
    const what = `after another secret choice of seat ${actor} its next message differs at ${path}`;
    throw leakFailure(channel, { seat, since }, what);
  }
}

function choicesAt(
  context: SearchContext,
  position: Position,
  { seat, actor, random }: Seats & { readonly random: SeededRandom },
): ObservedChoice[] {
  const { rules } = context;
  const before = documentOf(context, position, seat);
  const legal = runRules(() => rules.legal(position.match, actor, position.at)).intents;
  return random.sample(legal, MAX_CHOICES).flatMap((intent) => {
    const move = { type: 'intent', seat: actor, intent, waitMs: 0 } as const;
    const applied = appliedOnly(applyMove(rules, position, move));
    // A game may show everything once a match has ended
    if (applied === undefined || isOver(applied.position)) return [];
    const { event, position: after } = applied;
    const document = documentOf(context, after, seat);
    const sent = JSON.stringify(diff(before, document));
    return { event, after, document, sent, leaves: leavesOf(context, after) };
  });
}

/** Some of the other choices may differ openly, too: the nearest one shows best what the leak is. */
function smallestDifference({ document }: ObservedChoice, others: readonly ObservedChoice[]): string {
  const changes = others.map((other) => diff(document, other.document));
  const [least = []] = changes.sort((a, b) => a.length - b.length);
  return least[0]?.path ?? 'the order of its keys';
}

type DealtQuestion = {
  /** Of the other choice. */
  readonly leaves: Leaves;
  readonly choice: ObservedChoice;
  readonly redeals: readonly Leaves[];
};

/** Whether a redeal has all traces of the other choice that `redeal` changes at all, and there are such traces. */
function isDealt(redealt: Leaves, { leaves, choice, redeals }: DealtQuestion): boolean {
  const paths = new Set([...leaves.keys(), ...choice.leaves.keys()]);
  const traces = [...paths].filter(
    (path) =>
      leaves.get(path) !== choice.leaves.get(path) &&
      redeals.some((one) => one.get(path) !== choice.leaves.get(path)),
  );
  return traces.length > 0 && traces.every((path) => redealt.get(path) === leaves.get(path));
}

function leavesOf({ rules }: SearchContext, { match }: Position): Leaves {
  const { snapshot } = rules.save(match) as { snapshot: { context: Json } };
  const leaves = new Map<string, unknown>();
  const collect = (value: Json, path: string): void => {
    if (value === null || typeof value !== 'object') leaves.set(path, value);
    // The state of a random generator is never dealt the same twice, and no player chooses it
    else if (!isRandomState(value))
      for (const [key, part] of Object.entries(value)) collect(part, `${path}/${key}`);
  };
  collect(snapshot.context, '');
  return leaves;
}

const isRandomState = (value: object): boolean =>
  Object.keys(value).length === 2 && 'seed' in value && 'drawn' in value;
