// `turnkeeper replay`: replays a recorded match step by step, and reports where file and module do not fit.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { type Match, type Rules, rulesOf } from '../game/index.ts';
import { eventText, type ReplayFile, readReplayFile, stateName, stepsOf } from '../verify/index.ts';
import { CommandFailure, usageError } from './failure.ts';
import { loadNamedGame } from './named-game.ts';

type Flags = { readonly until?: string; readonly json?: boolean; readonly game?: string };

export function replayCommand(): Command {
  return new Command('replay')
    .description(
      'Replays a recorded match step by step: a file of verify, or the answer of GET /matches/<id>.',
    )
    .argument('<file>', 'The replay file or match document.')
    .option('--until <number>', 'Stops after this many events (default: all).')
    .option('--game <game>', 'The game, or the path of its module (default: as the file says).')
    .option('--json', 'Prints each step as one line of JSON.')
    .action(async (path: string, { until, json = false, game }: Flags) => {
      await replayFile({ path, until: untilOf(until), isJson: json, game });
    });
}

function untilOf(until: string | undefined): number {
  if (until === undefined) return Number.POSITIVE_INFINITY;
  if (/^\d{1,9}$/.test(until)) return Number(until);
  throw usageError(`--until must be a whole number from 0, not "${until}"`);
}

type ReplayOptions = {
  readonly path: string;
  /** The number of events after which to stop. */
  readonly until: number;
  readonly isJson: boolean;
  /** Replaces the game that the file names. */
  readonly game: string | undefined;
};

/** Rejects with CommandFailure where the match cannot be replayed to the requested event. */
async function replayFile({ path, until, isJson, game }: ReplayOptions): Promise<void> {
  const record = await recordIn(path);
  const named = record.module === undefined ? record.game : resolve(dirname(path), record.module);
  const rules = rulesOf(await loadNamedGame(game ?? named));
  const printer = printerOf(rules, isJson);
  console.log(printer.opening(record));
  const isWhole = stepThrough({ path, record, until, printer, rules });
  if (isWhole && record.found) console.log(printer.found(record.found));
}

async function recordIn(path: string): Promise<ReplayFile> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw usageError(`${path} cannot be read: ${error.message}`);
  });
  try {
    return readReplayFile(text);
  } catch (error) {
    throw replayFailure(path, error);
  }
}

type Stepping = Pick<ReplayOptions, 'path' | 'until'> & {
  readonly record: ReplayFile;
  readonly printer: ReplayPrinter;
  readonly rules: Rules;
};

/** Returns whether the match was replayed to its end. */
function stepThrough({ path, record, until, printer, rules }: Stepping): boolean {
  let step = -1;
  let outcome: unknown = null;
  try {
    for (const at of stepsOf(record, rules)) {
      step += 1;
      ({ outcome } = at);
      console.log(printer.step(record, { step, ...at }));
      if (step >= until) return step === record.events.length;
    }
  } catch (error) {
    const isAtEvent = step >= 0 && step < record.events.length;
    const found =
      isAtEvent && record.found ? `\nThis is the failure that verify found: ${record.found.check}` : '';
    throw replayFailure(isAtEvent ? `Event ${step + 1} of ${path}` : path, error, found);
  }
  if (record.outcome && JSON.stringify(record.outcome) !== JSON.stringify(outcome)) {
    const ended = JSON.stringify(record.outcome);
    throw replayFailure(path, new Error(`the recorded outcome is ${ended}: the module has changed since`));
  }
  return true;
}

function replayFailure(what: string, error: unknown, hint = ''): CommandFailure {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const because = cause instanceof Error ? `: ${cause.message}` : '';
  return new CommandFailure(`${what} cannot be replayed: ${message}${because}${hint}`);
}

type ReplayStep = { readonly step: number; readonly match: Match; readonly outcome: unknown };

type ReplayPrinter = {
  opening(record: ReplayFile): string;
  step(record: ReplayFile, step: ReplayStep): string;
  found(found: NonNullable<ReplayFile['found']>): string;
};

const printerOf = (rules: Rules, isJson: boolean): ReplayPrinter =>
  isJson ? jsonPrinter(rules) : textPrinter(rules);

function textPrinter(rules: Rules): ReplayPrinter {
  return {
    opening: ({ game, version, seats, options, events }) =>
      `${game}, version ${version}: ${seats} seats, options ${JSON.stringify(options)}, ${events.length} events`,
    step(record, { step, match, outcome }) {
      const event = record.events[step - 1];
      const after = (event?.at ?? record.startedAt) - record.startedAt;
      return [
        `${step}. ${event ? eventText(event) : 'start'}  (${(after / 1000).toFixed(3)} s)`,
        `   state ${stateName(rules, match)}`,
        `   view  ${JSON.stringify(rules.view(match))}`,
        ...(outcome === null ? [] : [`   ended ${JSON.stringify(outcome)}`]),
      ].join('\n');
    },
    found: ({ check, message }) => `Failure found by verify: ${check}: ${message}`,
  };
}

function jsonPrinter(rules: Rules): ReplayPrinter {
  return {
    opening: ({ events, module: _, ...record }) => JSON.stringify({ ...record, events: events.length }),
    step: ({ events, startedAt }, { step, match, outcome }) =>
      JSON.stringify({
        step,
        at: events[step - 1]?.at ?? startedAt,
        event: events[step - 1] ?? null,
        state: rules.stateValue(match),
        view: rules.view(match),
        deadlines: match.deadlines,
        outcome,
      }),
    found: (found) => JSON.stringify({ found }),
  };
}
