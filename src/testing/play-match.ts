// Plays one match between strategies, from an empty room to the outcome.
import { randomLegal, type Strategy, seededRandom } from '../bots/index.ts';
import type { Room } from '../client/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Game, OptionsOf } from '../game/index.ts';
import { type Rejection, type SeenMatch, SimulatedPlayer } from './simulated-player.ts';
import type { TestServer } from './test-server.ts';

/** What `playMatch` plays. */
export type MatchPlan<G extends Game> = {
  readonly game: G;
  /** One strategy per seat, or one for all seats; by default `randomLegal`. */
  readonly strategies?: Strategy | readonly Strategy[];
  /** Number of seats; by default the number of strategies, else the smallest number that the game allows. */
  readonly seats?: number;
  readonly options?: OptionsOf<G>;
  /** Seed of the strategies' random numbers; 0 by default. The seed of the match is the server's `createSeed`. */
  readonly seed?: string | number;
};

/** A match that `playMatch` has played to its end. */
export type PlayedMatch = Pick<SeenMatch, 'outcome'> & {
  /** By seat: every room document that the player got, in order. */
  readonly documents: readonly SeenMatch['documents'][];
  /** By seat: the intents that the server rejected. */
  readonly rejections: readonly (readonly Rejection[])[];
  /** Accepted intents of all players. */
  readonly moves: number;
};

/**
 * Plays one match in a private room, through SDK clients. Afterwards all players leave the room and the clients are
 * closed.
 *
 * @throws RangeError for a plan with no seats
 * @throws MatchLost if a player loses the room before the match ends
 * @throws ClientError if the server refuses a player, for example with `UNKNOWN_GAME`
 * @example
 * ```ts
 * await using server = await startTestServer({ games: [ticTacToe] });
 * const { outcome, moves } = await playMatch(server, { game: ticTacToe, seed: 1 });
 * ```
 */
export async function playMatch<G extends Game, C extends Clock>(
  server: TestServer<C>,
  plan: MatchPlan<G>,
): Promise<PlayedMatch> {
  const players = playersOf(server, plan);
  const playing: Promise<SeenMatch>[] = [];
  const rooms: Room[] = [];
  // One after the other, so that each player gets the seat of its strategy. Each starts to play as soon as it is seated.
  for (const player of players) {
    const room = await enter(player, { plan, seats: players.length, first: rooms[0] });
    const match = player.play(room);
    // All are awaited below. Until then a rejection must not be reported as unhandled.
    match.catch(() => {});
    rooms.push(room);
    playing.push(match);
  }
  const matches = await Promise.all(playing);
  await Promise.all(rooms.map((room) => room.leave()));
  for (const { client } of players) client.close();
  const [first] = matches;
  if (first === undefined) throw new RangeError('a match needs at least one seat');
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
  /** The room of the first player, who creates it; undefined for the first player. */
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
