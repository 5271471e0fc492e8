// A load as a program: opens tables in the dialect of a server, and plays at them as it is asked to.
import { noTraffic } from '../line.ts';
import { closedLoop, comingBack, openLoop, type Played } from './loops.ts';
import type { LivelyTable, OpenTable } from './table.ts';

export type LoadQuestion =
  /** Tables to have in all. */
  | { readonly ask: 'open'; readonly tables: number }
  /** At the first table. */
  | { readonly ask: 'watch'; readonly spectators: number }
  /** As many moves as the server takes in this time, or `most`. */
  | { readonly ask: 'play'; readonly ms: number; readonly most?: number; readonly atOnce: number }
  /** Moves at a pace, whatever the server does. */
  | { readonly ask: 'pace'; readonly ms: number; readonly perSecond: number }
  /** All moves of one game at the first table, and then the beginning of the next. */
  | { readonly ask: 'game' }
  | { readonly ask: 'again' }
  | { readonly ask: 'comeBack'; readonly ms: number }
  | { readonly ask: 'end' };

/** Tables that are opened at the same time. */
const OPENING = 32;

const [dialect = '', at = ''] = process.argv.slice(2);
const { openTable } = (await import(dialect)) as { readonly openTable: OpenTable<LivelyTable> };
const traffic = noTraffic();
const tables: LivelyTable[] = [];

async function open(count: number): Promise<void> {
  let next = tables.length;
  const opening = async (): Promise<void> => {
    for (let index = next; index < count; index = next) {
      next += 1;
      tables.push(await openTable({ at, index, traffic }));
    }
  };
  await Promise.all(Array.from({ length: OPENING }, opening));
}

function first(): LivelyTable {
  const [table] = tables;
  if (table === undefined) throw new RangeError('no table is open');
  return table;
}

const again = (): Promise<void> => new Promise((begun) => first().again(begun));

async function game(): Promise<Played> {
  const before = traffic.framesIn;
  const startedAt = performance.now();
  let moves = 0;
  for (; !first().over; moves += 1) await new Promise<void>((seen) => first().move(seen));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { moves, seconds, traffic: { ...noTraffic(), framesIn: traffic.framesIn - before } };
}

function answerTo(question: LoadQuestion): Promise<unknown> {
  switch (question.ask) {
    case 'open':
      return open(question.tables);
    case 'watch':
      return first().watch(question.spectators);
    case 'play':
      return closedLoop({ ...question, tables, traffic });
    case 'pace':
      return openLoop({ ...question, tables });
    case 'game':
      return game();
    case 'again':
      return again();
    case 'comeBack':
      return comingBack({ ...question, tables });
    case 'end':
      return process.exit();
  }
}

process.on('message', (question: LoadQuestion) => {
  answerTo(question).then(
    (answer) => process.send?.({ answer }),
    (error) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
