// Connections that break at any moment: all members end with the same match, and every move is applied once.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import ticTacToe from '../../games/tic-tac-toe/game.ts';
import type { Client, Room } from '../../src/client/index.ts';
import { memoryStorage } from '../../src/store/index.ts';
import {
  randomLegal,
  SimulatedPlayer,
  seededRandom,
  startTestServer,
  type TestServer,
  until,
} from '../../src/testing/index.ts';
import highCard from '../game/fixtures/high-card.ts';
import { FAST_BACKOFF } from '../integration/fixtures/table.ts';
import { runs } from '../long.ts';
import { CountingStore } from './counting-store.ts';

type Case = { readonly seed: number; readonly game: string; readonly often: number };

type Seated = { readonly player: SimulatedPlayer; readonly room: Room };

const aCase: fc.Arbitrary<Case> = fc.record({
  seed: fc.integer(),
  game: fc.constantFrom('tic-tac-toe', 'high-card'),
  often: fc.constantFrom(0.05, 0.2, 0.4),
});

/** Two players and one spectator. */
async function seat(server: TestServer, { seed, game }: Case): Promise<Seated[]> {
  const arrive = (name: string): SimulatedPlayer =>
    new SimulatedPlayer({
      client: server.connect({ name, backoff: FAST_BACKOFF, random: seededRandom(`${seed} ${name}`) }),
      strategy: randomLegal,
      random: seededRandom(`${seed} plays ${name}`),
    });
  const [ann, bob, eve] = [arrive('Ann'), arrive('Bob'), arrive('Eve')];
  const room = await ann.client.create(game);
  return [
    { player: ann, room },
    { player: eve, room: await eve.client.join({ room: room.id }, 'spectator') },
    { player: bob, room: await bob.client.join({ room: room.id }) },
  ];
}

/** Breaks a random connection after random changes of a room. The returned function stops this. */
function cutAtRandom(server: TestServer, seats: readonly Seated[], { seed, often }: Case): () => number {
  const random = seededRandom(`${seed} cuts`);
  let cuts = 0;
  const stops = seats.map(({ room }) =>
    room.subscribe(() => {
      if (random() >= often) return;
      const victim = seats[Math.floor(random() * seats.length)];
      if (victim === undefined || victim.player.client.status !== 'online') return;
      cuts += 1;
      server.cut(victim.player.client);
    }),
  );
  return () => {
    for (const stop of stops) stop();
    return cuts;
  };
}

const isBack = (client: Client) => until(client, ({ status }) => status === 'online');

/** The part of the document that is the same for all viewpoints. */
const shared = ({ room }: Seated) => ({ ...room.document, mine: null });

async function plays(given: Case): Promise<number> {
  const store = new CountingStore();
  await using server = await startTestServer({
    games: [ticTacToe, highCard],
    storage: { ...memoryStorage(), rooms: store },
    transport: 'linked',
  });
  const seats = await seat(server, given);
  const stopCuts = cutAtRandom(server, seats, given);
  const seen = await Promise.all(seats.map(({ player, room }) => player.play(room)));
  const cuts = stopCuts();

  for (const { player, room } of seats) {
    await isBack(player.client);
    await until(room, ({ status }) => status === 'live');
    const folded = { revision: room.revision, document: room.document };
    await player.client.join({ room: room.id }, room.seat === null ? 'spectator' : 'player');
    if (room.revision === folded.revision) expect(room.document).toEqual(folded.document);
  }
  const newest = Math.max(...seats.map(({ room }) => room.revision));
  for (const { room } of seats) await until(room, ({ revision }) => revision >= newest);
  expect(shared(seats[1] as Seated)).toEqual(shared(seats[0] as Seated));
  expect(shared(seats[2] as Seated)).toEqual(shared(seats[0] as Seated));
  expect(seen.map(({ outcome }) => outcome)).toEqual(Array(3).fill(seen[0]?.outcome));
  expect(seats.reduce((sum, { player }) => sum + player.moves, 0)).toBe(store.count('intent'));
  return cuts;
}

test('[R3] [R5] [C4] random disconnects and resumes converge, and every move counts once', async () => {
  let cuts = 0;
  const property = fc.asyncProperty(aCase, async (given) => {
    cuts += await plays(given);
  });
  await fc.assert(property, { numRuns: runs(60) });
  expect(cuts).toBeGreaterThan(100);
});
