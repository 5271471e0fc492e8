// Two honest players whose matches continue during the attack. Only their own moves may change what they see.
import { type Client, connect, type Room } from '../../src/client/index.ts';
import { systemClock } from '../../src/clock/index.ts';
import { until } from '../../src/testing/index.ts';
import type { KnownRooms } from './fuzz-messages.ts';
import type { Random } from './fuzz-random.ts';

type View = { readonly board: readonly (number | null)[]; readonly line: unknown };

export class HonestPlayers {
  /** Changes in documents that their moves do not explain, and missing answers. */
  readonly complaints: string[] = [];
  moves = 0;
  matches = 0;
  readonly #clients: readonly [Client, Client];
  readonly #chance: Random;
  #room: Room | undefined;
  #ending = false;

  constructor(url: string, chance: Random) {
    this.#clients = [connect({ url, name: 'Ann' }), connect({ url, name: 'Bob' })];
    this.#chance = chance;
  }

  /** The room of the current match and its code, which anyone could know. */
  get known(): KnownRooms {
    const rooms = this.#room === undefined ? [] : [this.#room];
    return { rooms: rooms.map(({ id }) => id), codes: rooms.map(({ document }) => document.code) };
  }

  /** Plays match after match. Resolves after `stop`, when the last match has ended. */
  async play(): Promise<void> {
    try {
      while (!this.#ending) {
        await this.#match();
        this.matches += 1;
      }
    } catch (error) {
      if (!this.#ending) this.complaints.push(`the match was lost: ${error}`);
    }
  }

  /** Begins no further match. */
  stop(): void {
    this.#ending = true;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }

  async #match(): Promise<void> {
    const [ann, bob] = this.#clients;
    const made = await ann.create('tic-tac-toe', { visibility: 'private' });
    const rooms = [made, await bob.join({ room: made.id })] as const;
    await Promise.all(rooms.map((room) => until(room, ({ document }) => document.status === 'playing')));
    this.#room = made;
    const expected = new Expected(made);
    const stops = rooms.map((room) => room.subscribe(() => this.#look(room, expected)));
    while (expected.now.finished === false) await this.#move(rooms, expected);
    await this.#compare(rooms);
    for (const stop of stops) stop();
    this.#room = undefined;
    await Promise.all(rooms.map((room) => room.leave()));
  }

  async #move(rooms: readonly [Room, Room], expected: Expected): Promise<void> {
    await this.#pause();
    const { board, turn } = expected.now;
    const cell = this.#chance.pick([...board.keys()].filter((at) => board[at] === null));
    expected.announce(cell);
    const result = await (rooms[turn] as Room).send({ type: 'place', cell });
    if (!result.ok) this.complaints.push(`a legal move was refused: ${result.code}`);
    this.moves += 1;
    await Promise.all(rooms.map((room) => until(room, () => expected.isMade(room.document))));
    expected.settle();
  }

  #look(room: Room, expected: Expected): void {
    if (room.status !== 'left' && expected.allows(room.document)) return;
    this.complaints.push(`${room.status}: ${JSON.stringify(room.document)}`);
  }

  /** The document built from diffs is equal to the server's. */
  async #compare(rooms: readonly Room[]): Promise<void> {
    for (const [at, room] of rooms.entries()) {
      const folded = picture(room.document);
      await this.#clients[at]?.join({ room: room.id });
      if (picture(room.document) !== folded) this.complaints.push(`folded to ${folded}`);
    }
  }

  /** Waits between moves, within the server's rate limit and no faster than a fast player. */
  #pause(): Promise<void> {
    const rate = Math.min(50, (this.#clients[0].limits?.messagesPerSecond ?? 1) / 4);
    return new Promise((resolve) => systemClock.at(systemClock.now() + 1000 / rate, resolve));
  }
}

/** The match as the two players know it: only their moves change it. */
class Expected {
  now: { readonly board: readonly (number | null)[]; readonly turn: 0 | 1; readonly finished: boolean };
  readonly #rest: string;
  #next: readonly (number | null)[] | undefined;

  constructor({ document }: Room) {
    this.now = { board: Array<null>(9).fill(null), turn: 0, finished: false };
    this.#rest = rest(document);
  }

  announce(cell: number): void {
    this.#next = this.now.board.with(cell, this.now.turn);
  }

  /** The document contains the announced move. */
  isMade(document: Room['document']): boolean {
    return String((document.view as View).board) === String(this.#next);
  }

  settle(): void {
    const board = this.#next ?? this.now.board;
    this.#next = undefined;
    this.now = { board, turn: this.now.turn === 0 ? 1 : 0, finished: isOver(board) };
  }

  /** The document is unchanged, or changed by the announced move. */
  allows(document: Room['document']): boolean {
    const { board, line } = document.view as View;
    const isKnown = [this.now.board, this.#next].some((one) => String(one) === String(board));
    const isFinished = isOver(board);
    const statusFits = document.status === (isFinished ? 'finished' : 'playing');
    return isKnown && statusFits && (line === null || isFinished) && rest(document) === this.#rest;
  }
}

/** The part of the document that no move changes, without the spectators, which other clients change. */
const rest = ({ game, code, visibility, options, match, seats, rematch }: Room['document']): string =>
  JSON.stringify({ game, code, visibility, options, match, seats, rematch });

const picture = ({ spectators: _, ...document }: Room['document']): string => JSON.stringify(document);

const LINES = ['012', '345', '678', '036', '147', '258', '048', '246'];

function isOver(board: readonly (number | null)[]): boolean {
  const isLine = (line: string): boolean => {
    const [first, ...others] = [...line].map((cell) => board[Number(cell)] ?? null);
    return first !== null && others.every((mark) => mark === first);
  };
  return !board.includes(null) || LINES.some(isLine);
}
