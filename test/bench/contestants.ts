// Who is measured: each server with the load that speaks to it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Contestant = {
  /** In the table, in `--only`, and in the keys of `--json`. */
  readonly name: string;
  /** The program of the server, with its arguments. */
  readonly server: readonly string[];
  /** The module of the load. */
  readonly dialect: string;
  /** Not turnkeeper's: it comes with a client of its own, and plays for the side-by-side figures alone. */
  readonly peer: boolean;
};

const here = import.meta.dirname;
const contestant = (name: string, server: string, dialect: string, ...args: string[]): Contestant => ({
  ...{ name, server: [join(here, server), ...args], dialect: join(here, dialect) },
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

/** Only where `--among` names it: what the fast path past ws wins. */
const plain = contestant(
  'memory by plain sockets',
  'servers/turnkeeper.ts',
  'loads/turnkeeper.ts',
  'memory',
  'plain-sockets',
);
export const onRequest = [plain];

export const all = [floor, memory, durable, sdk, ...peers].filter(({ dialect }) => existsSync(dialect));
