// turnkeeper embedded as in its README, in memory or on disk. Only the limits are raised, because one process plays
// for all players.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ticTacToe from '../../../games/tic-tac-toe/game.ts';
import { createLog, createServer, type ServerLimits } from '../../../src/server/index.ts';
import { openSqlite, type Storage } from '../../../src/store/index.ts';

const MANY = 1_000_000;
const limits: Partial<ServerLimits> = {
  ...{ messagesPerSecond: MANY, messageBurst: MANY, connections: MANY, connectionsPerAddress: MANY },
  ...{
    createdPerMinute: MANY,
    findsPerMinute: MANY,
    rooms: MANY,
    spectatorsPerRoom: MANY,
    roomsPerPlayer: MANY,
  },
};

/** The same game with a longer turn time, so that 10,000 tables can be opened before the first turn ends. */
const gameWithLongTurns = {
  ...ticTacToe,
  machine: ticTacToe.machine.provide({ delays: { turnTime: 3_600_000 } }),
};

async function storage(): Promise<{ storage?: Storage }> {
  if (process.argv[2] !== 'durable') return {};
  const folder = mkdtempSync(join(tmpdir(), 'turnkeeper-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { storage: await openSqlite({ folder }) };
}

const server = createServer({
  games: [gameWithLongTurns],
  ...(await storage()),
  plainSockets: process.argv.includes('plain-sockets'),
  log: createLog({ level: 'warn' }),
  limits,
});
const { port } = await server.listen();
process.send?.({ address: `127.0.0.1:${port}` });
