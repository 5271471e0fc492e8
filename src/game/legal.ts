// Which intents a seat could send now: asks the machine's guards, and steps nothing.
import type { Candidates } from './candidates.ts';
import { hears } from './guards.ts';
import { GameFault } from './rules.ts';
import { checkIntent } from './shape-checks.ts';
import type { Snapshot, Stepper } from './stepper/stepper.ts';
import type { AnyIntent, Game, Seat, Stamp } from './types.ts';

/** The stamp comes last, so that no field of an intent can stand in for it. */
export function stamped<Event extends { readonly type: string }>(
  event: Event,
  seat: Seat,
  at: number,
): Event & Stamp {
  return { ...event, seat, at };
}

type Question = {
  readonly stepper: Stepper;
  readonly snapshot: Snapshot;
  readonly seat: Seat;
  readonly at: number;
};

/** @throws GameFault where the author offers what the schemas refuse; and whatever guards throw */
export function legalIntents(
  game: Game,
  derived: Candidates,
  { stepper, snapshot, seat, at }: Question,
): Candidates {
  const offered = game.candidates ? authored(game, snapshot, seat) : derived;
  // Most intents of most games belong to another phase: one look a type spares a question for each of them.
  const heard = new Set(Object.keys(game.intents).filter((type) => hears(snapshot, type)));
  const intents = offered.intents.filter(
    (intent) => heard.has(intent.type) && stepper.can(snapshot, stamped(intent, seat, at)),
  );
  return { intents, complete: offered.complete };
}

function authored(game: Game, { value, context }: Snapshot, seat: Seat): Candidates {
  const offered: readonly AnyIntent[] = game.candidates?.({ value, context }, seat) ?? [];
  for (const intent of offered) {
    const checked = checkIntent(game.intents, intent);
    if (!checked.ok) {
      throw new GameFault(`candidates offers '${intent.type}' that its schema refuses: ${checked.message}`);
    }
  }
  return { intents: offered, complete: true };
}
