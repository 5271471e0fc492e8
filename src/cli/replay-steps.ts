// Replays a file step by step, prints each, and says where file and module do not fit.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Rules, rulesOf } from '../game/index.ts';
import { type ReplayFile, readReplayFile, stepsOf } from '../verify/index.ts';
import { CommandFailure, wrongCall } from './failure.ts';
import { gameNamed } from './named-game.ts';
import { type ReplayTeller, tellerOf } from './replay-teller.ts';

export type Asked = {
  readonly path: string;
  /** The number of events after which to stop. */
  readonly until: number;
  readonly isJson: boolean;
  /** Instead of the game that the file names. */
  readonly game: string | undefined;
};

/** Rejects with CommandFailure where the match cannot be replayed to where it was asked to. */
export async function replayFile({ path, until, isJson, game }: Asked): Promise<void> {
  const record = await recordIn(path);
  const told = record.module === undefined ? record.game : resolve(dirname(path), record.module);
  const rules = rulesOf(await gameNamed(game ?? told));
  const teller = tellerOf(rules, isJson);
  console.log(teller.opening(record));
  const isWhole = stepThrough({ path, record, until, teller, rules });
  if (isWhole && record.found) console.log(teller.found(record.found));
}

async function recordIn(path: string): Promise<ReplayFile> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw wrongCall(`${path} cannot be read: ${error.message}`);
  });
  try {
    return readReplayFile(text);
  } catch (error) {
    throw failed(path, error);
  }
}

type Stepping = Pick<Asked, 'path' | 'until'> & {
  readonly record: ReplayFile;
  readonly teller: ReplayTeller;
  readonly rules: Rules;
};

/** Whether it went to the end. */
function stepThrough({ path, record, until, teller, rules }: Stepping): boolean {
  let step = -1;
  let outcome: unknown = null;
  try {
    for (const at of stepsOf(record, rules)) {
      step += 1;
      ({ outcome } = at);
      console.log(teller.step(record, { step, ...at }));
      if (step >= until) return step === record.events.length;
    }
  } catch (error) {
    const isAtEvent = step >= 0 && step < record.events.length;
    const found = isAtEvent && record.found ? `\nThat is what verify found: ${record.found.check}` : '';
    throw failed(isAtEvent ? `Event ${step + 1} of ${path}` : path, error, found);
  }
  if (record.outcome && JSON.stringify(record.outcome) !== JSON.stringify(outcome)) {
    const ended = JSON.stringify(record.outcome);
    throw failed(path, new Error(`it ended otherwise then, with ${ended}: the module has changed`));
  }
  return true;
}

function failed(what: string, error: unknown, besides = ''): CommandFailure {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const because = cause instanceof Error ? `: ${cause.message}` : '';
  return new CommandFailure(`${what} cannot be replayed: ${message}${because}${besides}`);
}
