import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import { type Game, type Match, type Rules, rulesOf } from '../../src/game/index.ts';
import highCard from './fixtures/high-card.ts';
import { START } from './fixtures/play.ts';
import regions from './fixtures/regions.ts';

/** One step of a random match. What it does depends on the state, so that a shrunk example is still a match. */
type Move = { readonly seat: number; readonly pick: number; readonly wait: number };
const moves = fc.array(fc.record({ seat: fc.nat(1), pick: fc.nat(1000), wait: fc.nat(20_000) }), {
  maxLength: 40,
});

/** An entry as a room logs it. */
type Entry = { readonly at: number } & (
  | { readonly intent: { readonly type: string }; readonly seat: number }
  | { readonly deadline: string }
);

/** Plays a random match: fires what is due, otherwise sends a legal intent of the seat, otherwise does nothing. */
function play(rules: Rules, match: Match, dice: readonly Move[]): Entry[] {
  const log: Entry[] = [];
  let now = 0;
  let current = match;
  for (const { seat, pick, wait } of dice) {
    now += wait;
    const due = current.deadlines.find(({ at }) => at <= now);
    const { intents } = rules.legal(current, seat, now);
    const intent = intents[pick % Math.max(1, intents.length)];
    if (!due && !intent) continue;
    const entry: Entry = due
      ? { at: now, deadline: due.id }
      : { at: now, seat, intent: intent ?? { type: '' } };
    log.push(entry);
    current = apply(rules, current, entry);
  }
  return log;
}

function apply(rules: Rules, match: Match, entry: Entry): Match {
  const result =
    'deadline' in entry
      ? rules.fire(match, entry.deadline, entry.at)
      : rules.take(match, entry.seat, entry.intent, entry.at);
  if ('refused' in result) throw new Error(`refused what was legal: ${JSON.stringify(entry)}`);
  return result;
}

const throughJson = (rules: Rules, match: Match) => rules.load(JSON.parse(JSON.stringify(rules.save(match))));

const games: [string, Game, object][] = [
  ['tic-tac-toe', ticTacToe, {}],
  ['secrets and chance', highCard, { cards: 4 }],
  ['parallel regions with history', regions, {}],
];

describe.each(games)('%s', (_, game, options) => {
  const rules = rulesOf(game);
  const begin = (seed: string) => rules.begin({ ...START, seed, options: options as never }, 0);

  test('[R11] the same log gives the same state', () => {
    fc.assert(
      fc.property(fc.string(), moves, (seed, dice) => {
        const log = play(rules, begin(seed), dice);
        const replay = (on: Rules) =>
          on.save(
            log.reduce(
              (match, entry) => apply(on, match, entry),
              on.begin({ ...START, seed, options: options as never }, 0),
            ),
          );
        expect(JSON.stringify(replay(rulesOf(game)))).toBe(JSON.stringify(replay(rules)));
      }),
      { numRuns: 60 },
    );
  });

  test('[R11] a match that is saved and loaded at every step continues like one that is not', () => {
    fc.assert(
      fc.property(fc.string(), moves, (seed, dice) => {
        let running = begin(seed);
        let reloaded = begin(seed);
        for (const entry of play(rules, running, dice)) {
          running = apply(rules, running, entry);
          reloaded = apply(rules, throughJson(rules, reloaded), entry);
          expect(reloaded.deadlines).toEqual(running.deadlines);
        }
        expect(throughJson(rules, reloaded).outcome).toEqual(running.outcome);
        expect(JSON.stringify(rules.save(reloaded))).toBe(JSON.stringify(rules.save(running)));
      }),
      { numRuns: 60 },
    );
  });
});

test('[R11] another seed gives another match', () => {
  const rules = rulesOf(highCard);
  const hands = ['one', 'two'].map((seed) =>
    rules.secrets(rules.begin({ ...START, seed, options: { cards: 4 } }, 0), 0),
  );
  expect(hands[0]).not.toEqual(hands[1]);
});
