// The second half of the leak test: what another seat chooses in secret must not show in what a seat is sent of it.
import type { Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff } from '../patch/index.ts';
import type { MatchEvent } from '../room/index.ts';
import { runRules } from './failed-check.ts';
import { appliedOnly, applyMove, isDue } from './moves.ts';
import { documentOf, leakFailure, redealFor } from './observation.ts';
import { isOver, type Position, presentSeats, type SearchContext } from './position.ts';
import type { SeededRandom } from './seeded-random.ts';

/** More finds more, where many choices are open; so many are enough for a handful. */
const CHOICES = 12;
const DEALS = 6;

/** What another seat did, and what the seat was sent of it. `hidden`: the context, by path. */
type ObservedChoice = {
  readonly event: MatchEvent;
  readonly after: Position;
  readonly document: Json;
  readonly sent: string;
  readonly hidden: Leaves;
};
type Leaves = ReadonlyMap<string, unknown>;
type Pair = { readonly seat: Seat; readonly actor: Seat };

/** @throws FailedCheck */
export function checkSecretChoices(context: SearchContext, position: Position, random: SeededRandom): void {
  if (isDue(position)) return;
  const present = presentSeats(position);
  for (const seat of present) {
    const actor = random.pick(present.filter((other) => other !== seat));
    if (actor !== undefined) checkPair(context, position, { seat, actor, random });
  }
}

/**
 * If the game's own `redeal`, asked after one choice, deals what only another choice would have left behind, then by
 * the game's word the seat cannot tell the two apart. So one that leaves this behind must have sent it the same.
 */
function checkPair(
  context: SearchContext,
  position: Position,
  pair: Pair & { readonly random: SeededRandom },
): void {
  const { seat, random } = pair;
  const choices = choicesAt(context, position, pair);
  for (const choice of random.sample(choices, 4)) {
    const since = [choice.event];
    const worlds = Array.from({ length: DEALS }, () =>
      leavesOf(context, redealFor(context, choice.after, { ...pair, since })),
    );
    const alike = choices.filter(({ hidden }) =>
      worlds.some((world) => isDealt(world, { hidden, choice, worlds })),
    );
    if (alike.length === 0 || alike.some(({ sent }) => sent === choice.sent)) continue;
    const path = leastDifference(choice, alike);
    const place = /^\/(view|mine)/.test(path) ? 'diff' : 'sent';
    const what = `in which seat ${pair.actor} has made another choice, what it is sent differs at ${path}`;
    throw leakFailure(place, { seat, since }, what);
  }
}

function choicesAt(
  context: SearchContext,
  position: Position,
  { seat, actor, random }: Pair & { random: SeededRandom },
): ObservedChoice[] {
  const { rules } = context;
  const before = documentOf(context, position, seat);
  const legal = runRules(() => rules.legal(position.match, actor, position.at)).intents;
  return random.sample(legal, CHOICES).flatMap((intent) => {
    const done = appliedOnly(applyMove(rules, position, { type: 'intent', seat: actor, intent, wait: 0 }));
    // In the end a game may show everything
    if (done === undefined || isOver(done.position)) return [];
    const document = documentOf(context, done.position, seat);
    const sent = JSON.stringify(diff(before, document));
    return {
      event: done.event,
      after: done.position,
      document,
      sent,
      hidden: leavesOf(context, done.position),
    };
  });
}

/** Of those that leave the same behind some differ openly, too: the nearest shows best what it is. */
function leastDifference({ document }: ObservedChoice, others: readonly ObservedChoice[]): string {
  const changes = others.map((other) => diff(document, other.document));
  const [least = []] = changes.sort((a, b) => a.length - b.length);
  return least[0]?.path ?? 'the order of its keys';
}

type Question = {
  readonly hidden: Leaves;
  readonly choice: ObservedChoice;
  readonly worlds: readonly Leaves[];
};

/** Whether the world has all of the other choice's traces that `redeal` moves about, and there are such. */
function isDealt(world: Leaves, { hidden, choice, worlds }: Question): boolean {
  const paths = new Set([...hidden.keys(), ...choice.hidden.keys()]);
  const traces = [...paths].filter(
    (path) =>
      hidden.get(path) !== choice.hidden.get(path) &&
      worlds.some((one) => one.get(path) !== choice.hidden.get(path)),
  );
  return traces.length > 0 && traces.every((path) => world.get(path) === hidden.get(path));
}

function leavesOf({ rules }: SearchContext, { match }: Position): Leaves {
  const { snapshot } = rules.save(match) as { snapshot: { context: Json } };
  const leaves = new Map<string, unknown>();
  const walk = (value: Json, path: string): void => {
    if (value === null || typeof value !== 'object') leaves.set(path, value);
    // The state of random is never dealt the same twice; it is not what was chosen.
    else if (!isRandomState(value))
      for (const [key, part] of Object.entries(value)) walk(part, `${path}/${key}`);
  };
  walk(snapshot.context, '');
  return leaves;
}

const isRandomState = (value: object): boolean =>
  Object.keys(value).length === 2 && 'seed' in value && 'drawn' in value;
