// The program of a load: opens tables with the module of a server, and plays at them as requested.
import { noTraffic } from '../websocket-client.ts';
import { closedLoop, type LoadResult, openLoop, reconnectLoop } from './loops.ts';
import type { ExtendedTable, OpenTable } from './table.ts';

export type LoadRequest =
  /** Opens tables until there are this many in all. */
  | { readonly type: 'open'; readonly tables: number }
  /** Adds spectators to the first table. */
  | { readonly type: 'addSpectators'; readonly spectators: number }
  /** As many moves as the server answers in this time, but not more than `maxMoves`. */
  | { readonly type: 'play'; readonly ms: number; readonly maxMoves?: number; readonly concurrency: number }
  /** Moves at a fixed rate, however fast the server answers. */
  | { readonly type: 'playAtRate'; readonly ms: number; readonly perSecond: number }
  /** All moves of one game at the first table; `rematch` starts the next game. */
  | { readonly type: 'playGame' }
  | { readonly type: 'rematch' }
  | { readonly type: 'reconnect'; readonly ms: number }
  | { readonly type: 'end' };

/** Number of tables that are opened at the same time. */
const OPENING = 32;

const [loadModule = '', address = ''] = process.argv.slice(2);
const { openTable } = (await import(loadModule)) as { readonly openTable: OpenTable<ExtendedTable> };
const traffic = noTraffic();
const tables: ExtendedTable[] = [];

async function open(count: number): Promise<void> {
  let next = tables.length;
  const opening = async (): Promise<void> => {
    for (let index = next; index < count; index = next) {
      next += 1;
      tables.push(await openTable({ address, index, traffic }));
    }
  };
  await Promise.all(Array.from({ length: OPENING }, opening));
}

function first(): ExtendedTable {
  const [table] = tables;
  if (table === undefined) throw new RangeError('no table is open');
  return table;
}

const rematch = (): Promise<void> => new Promise((done) => first().rematch(done));

async function playGame(): Promise<LoadResult> {
  const before = traffic.framesIn;
  const startedAt = performance.now();
  let moves = 0;
  for (; !first().over; moves += 1) await new Promise<void>((done) => first().move(done));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { moves, seconds, traffic: { ...noTraffic(), framesIn: traffic.framesIn - before } };
}

function handle(request: LoadRequest): Promise<unknown> {
  switch (request.type) {
    case 'open':
      return open(request.tables);
    case 'addSpectators':
      return first().addSpectators(request.spectators);
    case 'play':
      return closedLoop({ ...request, tables, traffic });
    case 'playAtRate':
      return openLoop({ ...request, tables });
    case 'playGame':
      return playGame();
    case 'rematch':
      return rematch();
    case 'reconnect':
      return reconnectLoop({ ...request, tables });
    case 'end':
      return process.exit();
  }
}

process.on('message', (request: LoadRequest) => {
  handle(request).then(
    (answer) => process.send?.({ answer }),
    (error) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
