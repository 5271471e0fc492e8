// What one seat can observe of a position: its room document, its legal intents, and the answers to its attempts.
import type { AnyIntent, Seat } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type MatchEvent, type RoomViews, renderDocuments } from '../room/index.ts';
import { FailedCheck, type LeakChannel, runRules } from './failed-check.ts';
import { isRefused } from './moves.ts';
import { type Position, type SearchContext, withMatch } from './position.ts';
import type { SeededRandom } from './seeded-random.ts';

/** All players are connected and nobody watches: a search plays no connections. */
const PRESENCE = { isConnected: () => true, spectators: 0 };

/** The documents of all viewpoints, as the room renders them. @throws GameFault */
export function documentsAt({ rules }: SearchContext, { room }: Position): RoomViews {
  return renderDocuments(rules, room, { presence: PRESENCE, before: undefined });
}

/** The room document of one seat. @throws FailedCheck */
export function documentOf(context: SearchContext, position: Position, seat: Seat): Json {
  const { shared, secrets } = runRules(() => documentsAt(context, position));
  return { ...shared, mine: secrets[seat] ?? null } as Json;
}

type Answers = { readonly legal: string; readonly verdicts: readonly string[] };

/** The seat's legal intents, and the answer to each of `attempts`. @throws FailedCheck */
export function answersTo(
  { rules }: SearchContext,
  { match, at }: Position,
  { seat, attempts }: { readonly seat: Seat; readonly attempts: readonly AnyIntent[] },
): Answers {
  return runRules(() => ({
    legal: JSON.stringify(rules.legal(match, seat, at)),
    verdicts: attempts.map((intent) => {
      const result = rules.take(match, seat, intent, at);
      return isRefused(result) ? `refused by ${result.reason ?? 'no guard'}` : 'accepted';
    }),
  }));
}

/** Every intent that the seat could try here, legal or not. @throws FailedCheck */
export function attemptsOf(
  { rules, instrumented }: SearchContext,
  { match, at }: Position,
  seat: Seat,
): readonly AnyIntent[] {
  return runRules(() => instrumented.withOpenGuards(() => rules.legal(match, seat, at).intents));
}

type RedealOptions = {
  readonly seat: Seat;
  readonly random: SeededRandom;
  /** The events between the tested position and this one. */
  readonly since?: readonly MatchEvent[];
};

/** The position with everything dealt anew that the seat cannot know. @throws FailedCheck with channel `redeal` */
export function redealFor(
  { rules }: SearchContext,
  position: Position,
  { seat, random, since = [] }: RedealOptions,
): Position {
  try {
    return withMatch(
      position,
      runRules(() => rules.redeal(position.match, seat, random.next)),
    );
  } catch (failure) {
    if (!(failure instanceof FailedCheck)) throw failure;
    throw new FailedCheck(failure.check, failure.message, { leak: 'redeal', followUp: since });
  }
}

/** `difference`: how the two matches differ for the seat, as a clause. */
export function leakFailure(
  channel: LeakChannel,
  { seat, since }: { readonly seat: Seat; readonly since: readonly MatchEvent[] },
  difference: string,
): FailedCheck {
  const what = `seat ${seat} can tell apart two matches that 'redeal' declares equal for it`;
  return new FailedCheck('leak', `${channel}: ${what}: ${difference}`, { leak: channel, followUp: since });
}
