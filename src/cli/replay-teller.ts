// What `turnkeeper replay` prints of each step: for people, or as lines of JSON.
import type { Match, Rules } from '../game/index.ts';
import { eventText, type ReplayFile, stateName, stateValue } from '../verify/index.ts';

export type ReplayStep = { readonly step: number; readonly match: Match; readonly outcome: unknown };

export type ReplayTeller = {
  opening(record: ReplayFile): string;
  step(record: ReplayFile, step: ReplayStep): string;
  found(found: NonNullable<ReplayFile['found']>): string;
};

export const tellerOf = (rules: Rules, isJson: boolean): ReplayTeller =>
  isJson ? jsonTeller(rules) : textTeller(rules);

function textTeller(rules: Rules): ReplayTeller {
  return {
    opening: ({ game, version, seats, options, events }) =>
      `${game}, version ${version}: ${seats} seats, options ${JSON.stringify(options)}, ${events.length} events`,
    step(record, { step, match, outcome }) {
      const event = record.events[step - 1];
      const after = (event?.at ?? record.startedAt) - record.startedAt;
      return [
        `${step}. ${event ? eventText(event) : 'the beginning'}  (${(after / 1000).toFixed(3)} s)`,
        `   state ${stateName(rules, match)}`,
        `   view  ${JSON.stringify(rules.view(match))}`,
        ...(outcome === null ? [] : [`   ended ${JSON.stringify(outcome)}`]),
      ].join('\n');
    },
    found: ({ check, message }) => `Here verify found: ${check}: ${message}`,
  };
}

function jsonTeller(rules: Rules): ReplayTeller {
  return {
    opening: ({ events, module: _, ...record }) => JSON.stringify({ ...record, events: events.length }),
    step: ({ events, startedAt }, { step, match, outcome }) =>
      JSON.stringify({
        step,
        at: events[step - 1]?.at ?? startedAt,
        event: events[step - 1] ?? null,
        state: stateValue(rules, match),
        view: rules.view(match),
        deadlines: match.deadlines,
        outcome,
      }),
    found: (found) => JSON.stringify({ found }),
  };
}
