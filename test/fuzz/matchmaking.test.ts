// Matchmaking end to end, with random actions of waiting players (L1). Checked after every step.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { ListedRoom } from '../../src/protocol/index.ts';
import { type RawClient, startTestServer, type TestServer } from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import { arrive } from '../integration/fixtures/table.ts';
import { runs } from '../long.ts';

const PLAYERS = 6;
const GAMES = ['tic-tac-toe', 'high-card'];
const ROOMS_PER_PLAYER = 3;

type Step = {
  readonly who: number;
  readonly does: 'find' | 'cancel' | 'create' | 'leave' | 'cut';
  readonly game: string;
};

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(PLAYERS - 1),
  does: fc.constantFrom('find', 'find', 'find', 'find', 'cancel', 'create', 'leave', 'cut'),
  game: fc.constantFrom(...GAMES),
});

class Player {
  readonly name: string;
  client: RawClient;
  token: string;
  /** The rooms that this player is in, by the messages it got. */
  readonly rooms = new Set<string>();
  /** The game for which it is queued, by the messages it got. */
  waits: string | undefined;
  #read = 0;

  constructor(name: string, { client, token }: { client: RawClient; token: string }) {
    this.name = name;
    this.client = client;
    this.token = token;
  }

  use(client: RawClient): void {
    this.client = client;
    this.waits = undefined;
    this.#read = 0;
  }

  /** Reads the messages since the last call. */
  read(): void {
    for (const message of this.client.received.slice(this.#read)) {
      if (message.type === 'queued') this.waits = message.payload.game;
      else if (message.type === 'left') this.rooms.delete(message.payload.room);
      else if (message.type === 'joined') {
        expect(this.rooms.has(message.payload.room), `${this.name} is seated twice`).toBe(false);
        this.rooms.add(message.payload.room);
        // Without a ref: the match for which the player was queued.
        if (message.ref === undefined) {
          expect(this.waits).toBe(message.payload.document.game);
          this.waits = undefined;
        }
      }
    }
    this.#read = this.client.received.length;
  }
}

async function act(server: TestServer, player: Player, { does, game }: Step): Promise<void> {
  const { client } = player;
  const [room] = player.rooms;
  if (does === 'find') await client.ask('match.find', { game });
  else if (does === 'create') await client.ask('room.create', { game });
  else if (does === 'leave' && room !== undefined) await client.ask('room.leave', { room });
  else if (does === 'cancel') {
    await client.ask('match.cancel', {});
    player.read();
    player.waits = undefined;
  } else if (does === 'cut') {
    server.cut(client);
    player.use((await arrive(server, { token: player.token })).client);
  }
}

/** The invariants of the public rooms and of the queued players. */
function check(players: readonly Player[], rooms: readonly ListedRoom[], queued: number): void {
  for (const { names, seats } of rooms) {
    expect(new Set(names).size).toBe(names.length);
    expect(seats.taken).toBeLessThanOrEqual(seats.total);
    expect(seats.taken).toBe(names.length);
  }
  for (const { name, rooms: own } of players) {
    const seated = rooms.filter(({ names }) => names.includes(name)).map(({ room }) => room);
    expect(seated.sort()).toEqual([...own].sort());
    expect(own.size).toBeLessThanOrEqual(ROOMS_PER_PLAYER);
  }
  const waiting = players.filter(({ waits }) => waits !== undefined);
  expect(queued).toBe(waiting.length);
  // No player waits who could be seated: at most one per game, and only if that player is in every open room.
  for (const game of GAMES) {
    const open = rooms.filter((room) => room.game === game && room.status === 'waiting');
    const here = waiting.filter(({ waits }) => waits === game);
    expect(here.length).toBeLessThan(2);
    for (const { name } of here) expect(open.every(({ names }) => names.includes(name))).toBe(true);
  }
}

async function plays(steps: readonly Step[]): Promise<void> {
  const limits = { roomsPerPlayer: ROOMS_PER_PLAYER };
  await using server = await startTestServer({ games: [ticTacToe, highCard], transport: 'linked', limits });
  const players: Player[] = [];
  for (let i = 0; i < PLAYERS; i += 1) {
    const name = `Player ${i}`;
    players.push(new Player(name, await arrive(server, { name })));
  }
  const { client: watcher } = await arrive(server);
  for (const one of steps) {
    const player = players[one.who];
    if (player === undefined) throw new RangeError('no such player');
    await act(server, player, one);
    for (const { client } of players) await client.ask('ping', {});
    for (const each of players) each.read();
    const { rooms } = await watcher.expect('lobby', ['lobby.watch', {}]);
    check(players, rooms, server.left.queued);
  }
}

test('[L1] no player is seated twice, no ticket is lost and no room is overfull, for random actions', async () => {
  const steps = fc.array(step, { minLength: 5, maxLength: 40, size: 'max' });
  await fc.assert(fc.asyncProperty(steps, plays), { numRuns: runs(100) });
});
