// Logs of matches that were played on 1 December 2026, with the state that xstate 5.33.3 itself reached at their end.
// They must always give that state, since a stored room is restored by replaying its log. Never generate them again.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type EngineName, type Game, type Match, type Rules, rulesOf } from '../../src/game/index.ts';
import { remade, xstateCopies } from './engine/xstate-copies.ts';
import highCard from './fixtures/high-card.ts';
import { taken } from './fixtures/play.ts';
import regions from './fixtures/regions.ts';

type Entry = { readonly at: number } & (
  | { readonly seat: number; readonly intent: { readonly type: string } }
  | { readonly deadline: string }
  | { readonly left: number }
);
type Log = {
  readonly begin: Parameters<Rules['begin']>[0];
  readonly at: number;
  readonly events: readonly Entry[];
  readonly saved: unknown;
};

const folder = join(import.meta.dirname, 'fixtures/logs');
const names = readdirSync(folder).map((file) => basename(file, '.json'));

async function gameOf(name: string): Promise<Game> {
  if (name === 'regions') return regions;
  if (name === 'high-card') return highCard;
  return ((await import(`../../games/${name}/game.ts`)) as { default: Game }).default;
}

function replayed(rules: Rules, { begin, at, events }: Log): Match {
  return events.reduce(
    (match, event) => {
      if ('deadline' in event) return taken(rules.fire(match, event.deadline, event.at));
      if ('left' in event) return taken(rules.leave(match, event.left, event.at));
      return taken(rules.take(match, event.seat, event.intent, event.at));
    },
    rules.begin(begin, at),
  );
}

const engines: readonly EngineName[] = ['compiled', 'xstate'];

describe.each(xstateCopies)('[R11] with %s', (_, xstate) => {
  describe.each(engines)('and the engine %s', (engine) => {
    test.each(names)('a stored log of %s gives the stored state', async (name) => {
      const game = await gameOf(name);
      const rules = rulesOf({ ...game, machine: remade(game.machine, xstate) }, { engine });
      const logs: readonly Log[] = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
      expect(logs.length).toBeGreaterThan(0);
      for (const log of logs) {
        expect(JSON.parse(JSON.stringify(rules.save(replayed(rules, log))))).toEqual(log.saved);
      }
    });
  });
});
