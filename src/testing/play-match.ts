// One match between strategies, from an empty room to the outcome, as a test of a game wants it.
import { randomLegal, type Strategy, seededRandom } from '../bots/index.ts';
import type { Room } from '../client/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Game, OptionsOf } from '../game/index.ts';
import { type Rejection, type SeenMatch, SimulatedPlayer } from './simulated-player.ts';
import type { TestServer } from './test-server.ts';

export type MatchPlan<G extends Game> = {
  readonly game: G;
  /** By seat, or one for all; any legal intent if not given. */
  readonly strategies?: Strategy | readonly Strategy[];
  /** How many seats: as many as there are strategies, else the fewest the game takes. */
  readonly seats?: number;
  readonly options?: OptionsOf<G>;
  /** The strategies' chance; the game's own is the server's. */
  readonly seed?: string | number;
};

export type PlayedMatch = Pick<SeenMatch, 'outcome'> & {
  /** By seat: every document that this player saw. */
  readonly documents: readonly SeenMatch['documents'][];
  /** By seat: what the server refused. */
  readonly rejections: readonly (readonly Rejection[])[];
  readonly moves: number;
};

/** Plays in a private room, and leaves nothing of it behind. */
export async function playMatch<G extends Game, C extends Clock>(
  server: TestServer<C>,
  plan: MatchPlan<G>,
): Promise<PlayedMatch> {
  const players = playersOf(server, plan);
  const playing: Promise<SeenMatch>[] = [];
  const rooms: Room[] = [];
  // One after the other, so that each gets the seat of its strategy; each looks on from when it came.
  for (const player of players) {
    const room = await enter(player, { plan, seats: players.length, first: rooms[0] });
    const seen = player.play(room);
    // All are awaited below; until then one that fails must not end the process.
    seen.catch(() => {});
    rooms.push(room);
    playing.push(seen);
  }
  const matches = await Promise.all(playing);
  await Promise.all(rooms.map((room) => room.leave()));
  for (const { client } of players) client.close();
  const [first] = matches;
  if (first === undefined) throw new RangeError('a match needs players');
  return {
    outcome: first.outcome,
    documents: matches.map(({ documents }) => documents),
    rejections: players.map(({ rejections }) => rejections),
    moves: players.reduce((sum, { moves }) => sum + moves, 0),
  };
}

function playersOf<G extends Game, C extends Clock>(server: TestServer<C>, plan: MatchPlan<G>) {
  const { strategies = randomLegal, seed = 0, game } = plan;
  const given = typeof strategies === 'function' ? undefined : strategies;
  const seats = plan.seats ?? given?.length ?? game.seats.min;
  return Array.from({ length: seats }, (_, seat) => {
    const strategy = typeof strategies === 'function' ? strategies : (given?.[seat] ?? randomLegal);
    const client = server.connect({ name: `Player ${seat + 1}` });
    return new SimulatedPlayer({ client, strategy, random: seededRandom(`${seed}/${seat}`) });
  });
}

type Entry<G extends Game> = {
  readonly plan: MatchPlan<G>;
  readonly seats: number;
  /** As the first player knows it; the first makes it. */
  readonly first: Room | undefined;
};

function enter<G extends Game>({ client }: SimulatedPlayer, { plan, seats, first }: Entry<G>): Promise<Room> {
  if (first !== undefined) return client.join({ room: first.id });
  const { game, options } = plan;
  return client.create(game.name, {
    ...{ visibility: 'private', seats },
    ...(options !== undefined && { options }),
  });
}
