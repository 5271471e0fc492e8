// turnkeeper as its README embeds it, in memory or on disk: only the limits are raised, since one process is everybody.
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

/** The same game, but with time enough for 10,000 tables to sit down before the first turn is over. */
const patient = {
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
  games: [patient],
  ...(await storage()),
  plainSockets: process.argv.includes('plain-sockets'),
  log: createLog({ level: 'warn' }),
  limits,
});
const { port } = await server.listen();
process.send?.({ at: `127.0.0.1:${port}` });
