// A finished match as JSON for whoever has its id: the record, and what everyone could see after each of its events.
import type { Game, Rules } from '../game/index.ts';
import type { Json } from '../json.ts';
import { type MatchRecord, replaying } from '../room/index.ts';
import type { ArchivedMatch } from '../store/index.ts';

/** Replayed in one turn of the loop, at 20 to 50 µs an event: a longer match would be felt by everyone. */
const MOST_STEPS = 2_000;

type Replays = { readonly games: ReadonlyMap<Game['name'], Rules> };

/**
 * `steps[n]` is the view after n events; null where the game or its version is not served any more,
 * or the match is too long to be replayed here.
 */
export function matchDocument({ record: kept }: ArchivedMatch, { games }: Replays): string {
  const record = kept as unknown as MatchRecord;
  return JSON.stringify({ ...record, steps: stepsOf(record, games.get(record.game)) });
}

function stepsOf(record: MatchRecord, rules: Rules | undefined): Json[] | null {
  if (rules?.game.version !== record.version || record.events.length > MOST_STEPS) return null;
  try {
    const steps = [...replaying(record, rules)];
    // A module that was changed without a new version may take the same events another way.
    const isSame = JSON.stringify(steps.at(-1)?.outcome) === JSON.stringify(record.outcome);
    return isSame ? steps.map(({ match }) => rules.view(match)) : null;
  } catch {
    return null;
  }
}
