// The servers that are measured, each with the load for its protocol.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Contestant = {
  /** As in the table, in `--among` and in the output of `--json`. */
  readonly name: string;
  /** The program of the server and its arguments. */
  readonly server: readonly string[];
  /** The module that opens tables at this server; it exports `openTable`. */
  readonly loadModule: string;
  /** Another game server. It has its own client, and only the figure `moves` measures it. */
  readonly peer: boolean;
};

const here = import.meta.dirname;
const contestant = (name: string, server: string, loadModule: string, ...args: string[]): Contestant => ({
  ...{ name, server: [join(here, server), ...args], loadModule: join(here, loadModule) },
  peer: server.startsWith('peers/'),
});

export const floor = contestant('floor', 'servers/floor.ts', 'loads/floor.ts');
export const memory = contestant('memory', 'servers/turnkeeper.ts', 'loads/turnkeeper.ts', 'memory');
export const durable = contestant('durable', 'servers/turnkeeper.ts', 'loads/turnkeeper.ts', 'durable');

const sdk = contestant('memory by its SDK', 'servers/turnkeeper.ts', 'loads/turnkeeper-sdk.ts', 'memory');

const peers = [
  contestant('Colyseus at once', 'peers/colyseus-server.mjs', 'peers/colyseus-load.mjs', 'at-once'),
  contestant('Colyseus', 'peers/colyseus-server.mjs', 'peers/colyseus-load.mjs', 'default'),
  contestant('boardgame.io', 'peers/boardgame-server.mjs', 'peers/boardgame-load.mjs'),
];

/** Shows what the fast path past ws saves. Measured only if `--among` names it. */
const plainSockets = contestant(
  'memory by plain sockets',
  'servers/turnkeeper.ts',
  'loads/turnkeeper.ts',
  'memory',
  'plain-sockets',
);
export const optionalContestants = [plainSockets];

export const defaultContestants = [floor, memory, durable, sdk, ...peers].filter(({ loadModule }) =>
  existsSync(loadModule),
);
