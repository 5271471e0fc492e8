// The cost of each part of a move, in one process: step, view, diff, decode, encode.
import ticTacToe from '../../../games/tic-tac-toe/game.ts';
import { type Match, rulesOf } from '../../../src/game/index.ts';
import type { Json } from '../../../src/json.ts';
import { diff } from '../../../src/patch/index.ts';
import { decode, encode, frame } from '../../../src/protocol/index.ts';
import type { Measure } from './figure.ts';

/** Enough for V8 to optimize all parts, and for a stable median. */
const BATCH = 2_000;
const BATCHES = 60;
const WARM_BATCHES = 20;

const rules = rulesOf(ticTacToe);
const before = rules.begin({ seats: 2, seed: 'unused', options: {} }, 0);
const move = { type: 'place', cell: 4 };
const after = rules.take(before, 0, move, 1) as Match;
const documentOf = (match: Match): Json => ({
  ...{ game: 'tic-tac-toe', code: 'K7MQ2P', visibility: 'private', options: {}, status: 'playing', match: 1 },
  seats: [
    { name: 'Ann', connected: true, bot: false },
    { name: 'Ben', connected: true, bot: false },
  ],
  ...{ spectators: 0, view: rules.view(match), mine: null, outcome: null, rematch: [] },
  deadlines: match.deadlines.map(({ name, at }) => ({ name, at })),
});
const [old, next] = [documentOf(before), documentOf(after)];
const room = 'V1StGXR8Z5jdHi6BmyT12';
const ops = diff(old, next);
const intentText = JSON.stringify({ type: 'intent', ref: 7, payload: { room, seq: 7, intent: move } });
const payloadText = JSON.stringify({ room, revision: 8, ops });

const parts: Readonly<Record<string, () => unknown>> = {
  'decode an intent': () => decode(intentText),
  'check its shape': () => rules.checkIntent(move),
  'step the machine': () => rules.take(before, 0, move, 1),
  'refuse an intent': () => rules.take(after, 0, move, 1),
  'view of a match': () => rules.view(after),
  'legal intents of a seat': () => rules.legal(after, 1, 1),
  'diff of two documents': () => diff(old, next),
  'encode a diff': () =>
    encode({ type: 'diff', payload: { room, revision: 8, ops } } as Parameters<typeof encode>[0]),
  'frame what is encoded': () => frame('diff', payloadText, 7),
  'save a match': () => rules.save(after),
};

/** CPU time of this process, in µs: other programs must not count. */
const cpuNow = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** One sample a batch, in ns a call. */
export const micro: Measure = async ({ records }) => {
  let last: unknown;
  for (let batch = 0; batch < WARM_BATCHES + BATCHES; batch += 1) {
    for (const [who, run] of Object.entries(parts)) {
      const startedAt = cpuNow();
      for (let call = 0; call < BATCH; call += 1) last = run();
      const took = ((cpuNow() - startedAt) * 1_000) / BATCH;
      if (batch >= WARM_BATCHES) records.add({ figure: 'a call', who, unit: 'ns' }, took);
    }
  }
  // The results are used, so that V8 cannot remove the calls.
  if (last === parts) throw new Error('nothing returns this');
};
