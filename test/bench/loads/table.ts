// The interface of a table with two players. There is one implementation for each server.
import type { Traffic } from '../websocket-client.ts';

export interface Table {
  /** Whether the game is over; `rematch` starts the next one. */
  readonly over: boolean;
  /** Makes one move. `done` is called when all clients at the table have received it. */
  move(done: () => void): void;
  /** Starts the next game. `done` is called when all clients at the table know that it has started. */
  rematch(done: () => void): void;
}

/** Only the floor and turnkeeper are measured with spectators and reconnects. */
export interface ExtendedTable extends Table {
  /** Adds this number of spectators. */
  addSpectators(spectators: number): Promise<void>;
  /** One player loses the connection, reconnects and resumes. */
  reconnect(): Promise<void>;
}

export type TableOptions = {
  /** The address of the server: `host:port`. */
  readonly address: string;
  /** Number of the table in the load, from 0. */
  readonly index: number;
  readonly traffic: Traffic;
};

/** The type of `openTable`, which a module of loads/ or peers/ exports. */
export type OpenTable<Opened extends Table = Table> = (options: TableOptions) => Promise<Opened>;

/** The cells of typical games: won early, won late, or drawn; 7.5 moves on average. */
const games: readonly (readonly number[])[] = [
  [4, 0, 2, 6, 3, 5, 1, 7, 8],
  [0, 3, 1, 4, 2],
  [4, 0, 1, 7, 2, 6, 3, 5, 8],
  [0, 4, 1, 2, 3, 6],
  [4, 1, 0, 8, 2, 6, 3, 5, 7],
  [0, 4, 8, 2, 6, 3, 7],
];

export const gameOf = (match: number): readonly number[] => games[match % games.length] ?? [];

/** Loopback addresses in turn, because each one has about 28,000 ports. */
export const loopbackAddress = (connection: number): string => `127.0.0.${1 + (connection % 8)}`;
