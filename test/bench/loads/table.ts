// What a load plays at: two at a table of some server. Each dialect of a server makes its own.
import type { Traffic } from '../line.ts';

export interface Table {
  /** No move is left in this game: `again` comes next. */
  readonly over: boolean;
  /** One move, told when all at the table have seen it. */
  move(seen: () => void): void;
  /** The next game at this table, told when all know that it has begun. */
  again(begun: () => void): void;
}

/** What only the floor and turnkeeper are asked. */
export interface LivelyTable extends Table {
  /** Lets so many come and watch. */
  watch(spectators: number): Promise<void>;
  /** One of the two is cut off, and comes back to where they were. */
  comeBack(): Promise<void>;
}

export type TableOptions = {
  /** Where the server is: `host:port`. */
  readonly at: string;
  /** Counted from 0, through all tables of a load. */
  readonly index: number;
  readonly traffic: Traffic;
};

/** A module of loads/ exports one as `openTable`. */
export type OpenTable<Opened extends Table = Table> = (options: TableOptions) => Promise<Opened>;

/** The cells of games as people play them: won early or late, or drawn; 7.5 moves on the average. */
const games: readonly (readonly number[])[] = [
  [4, 0, 2, 6, 3, 5, 1, 7, 8],
  [0, 3, 1, 4, 2],
  [4, 0, 1, 7, 2, 6, 3, 5, 8],
  [0, 4, 1, 2, 3, 6],
  [4, 1, 0, 8, 2, 6, 3, 5, 7],
  [0, 4, 8, 2, 6, 3, 7],
];

export const gameOf = (match: number): readonly number[] => games[match % games.length] ?? [];

/** Loopback addresses in turn, since each has some 28,000 ports of its own. */
export const addressOf = (connection: number): string => `127.0.0.${1 + (connection % 8)}`;
