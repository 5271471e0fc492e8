// The second half of the leak test: what another seat chooses in secret must not show in what a seat is sent of it.
import type { Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { diff } from '../patch/index.ts';
import type { MatchEvent } from '../room/index.ts';
import type { Chance } from './chance.ts';
import { judged } from './failed-check.ts';
import { documentFor } from './leak-sight.ts';
import { leak, made, redealt } from './leak-twins.ts';
import { isDue, moved } from './moves.ts';
import { isOver, type Position, presentSeats } from './position.ts';
import type { Scene } from './scene.ts';

/** More finds more, where many choices are open; so many are enough for a handful. */
const CHOICES = 12;
const DEALS = 6;

/** What another seat did, and what the seat was sent of it. `hidden`: the context, by path. */
type Deed = {
  readonly event: MatchEvent;
  readonly after: Position;
  readonly document: Json;
  readonly sent: string;
  readonly hidden: Leaves;
};
type Leaves = ReadonlyMap<string, unknown>;
type Pair = { readonly seat: Seat; readonly actor: Seat };

/** @throws FailedCheck */
export function checkChoices(scene: Scene, position: Position, chance: Chance): void {
  if (isDue(position)) return;
  const present = presentSeats(position);
  for (const seat of present) {
    const actor = chance.pick(present.filter((other) => other !== seat));
    if (actor !== undefined) checkPair(scene, position, { seat, actor, chance });
  }
}

/**
 * If the game's own `redeal`, asked after one deed, deals what only another deed would have left behind, then by
 * the game's word the seat cannot tell the two apart. So one that leaves this behind must have sent it the same.
 */
function checkPair(scene: Scene, position: Position, pair: Pair & { readonly chance: Chance }): void {
  const { seat, chance } = pair;
  const deeds = deedsFrom(scene, position, pair);
  for (const deed of chance.some(deeds, 4)) {
    const since = [deed.event];
    const worlds = Array.from({ length: DEALS }, () =>
      leavesOf(scene, redealt(scene, deed.after, { ...pair, since })),
    );
    const alike = deeds.filter(({ hidden }) =>
      worlds.some((world) => isDealt(world, { hidden, deed, worlds })),
    );
    if (alike.length === 0 || alike.some(({ sent }) => sent === deed.sent)) continue;
    const path = leastDifference(deed, alike);
    const place = /^\/(view|mine)/.test(path) ? 'diff' : 'sent';
    const what = `in which seat ${pair.actor} has made another choice, what it is sent differs at ${path}`;
    throw leak(place, { seat, since }, what);
  }
}

function deedsFrom(
  scene: Scene,
  position: Position,
  { seat, actor, chance }: Pair & { chance: Chance },
): Deed[] {
  const { rules } = scene;
  const before = documentFor(scene, position, seat);
  const legal = judged(() => rules.legal(position.match, actor, position.at)).intents;
  return chance.some(legal, CHOICES).flatMap((intent) => {
    const done = made(moved(rules, position, { type: 'intent', seat: actor, intent, wait: 0 }));
    // In the end a game may show everything
    if (done === undefined || isOver(done.position)) return [];
    const document = documentFor(scene, done.position, seat);
    const sent = JSON.stringify(diff(before, document));
    return {
      event: done.event,
      after: done.position,
      document,
      sent,
      hidden: leavesOf(scene, done.position),
    };
  });
}

/** Of those that leave the same behind some differ openly, too: the nearest shows best what it is. */
function leastDifference({ document }: Deed, others: readonly Deed[]): string {
  const changes = others.map((other) => diff(document, other.document));
  const [least = []] = changes.sort((a, b) => a.length - b.length);
  return least[0]?.path ?? 'the order of its keys';
}

type Question = { readonly hidden: Leaves; readonly deed: Deed; readonly worlds: readonly Leaves[] };

/** Whether the world has all of the other deed's traces that `redeal` moves about, and there are such. */
function isDealt(world: Leaves, { hidden, deed, worlds }: Question): boolean {
  const paths = new Set([...hidden.keys(), ...deed.hidden.keys()]);
  const traces = [...paths].filter(
    (path) =>
      hidden.get(path) !== deed.hidden.get(path) &&
      worlds.some((one) => one.get(path) !== deed.hidden.get(path)),
  );
  return traces.length > 0 && traces.every((path) => world.get(path) === hidden.get(path));
}

function leavesOf({ rules }: Scene, { match }: Position): Leaves {
  const { snapshot } = rules.save(match) as { snapshot: { context: Json } };
  const leaves = new Map<string, unknown>();
  const walk = (value: Json, path: string): void => {
    if (value === null || typeof value !== 'object') leaves.set(path, value);
    // The state of chance is never dealt the same twice; it is not what was chosen.
    else if (!isRandomState(value))
      for (const [key, part] of Object.entries(value)) walk(part, `${path}/${key}`);
  };
  walk(snapshot.context, '');
  return leaves;
}

const isRandomState = (value: object): boolean =>
  Object.keys(value).length === 2 && 'seed' in value && 'drawn' in value;
