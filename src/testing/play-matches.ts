// Many matches by quick match against a running server: the load of `turnkeeper bots`, and of our own crowd test.
import { randomLegal, type Strategy, seededRandom } from '../bots/index.ts';
import { type Client, ClientError, type ConnectOptions, connect, type Room } from '../client/index.ts';
import { systemClock } from '../clock/index.ts';
import { MatchCounts, type Progress, type Summary } from './match-counts.ts';
import { createPacer } from './pace.ts';
import { type SeenMatch, SimulatedPlayer } from './simulated-player.ts';
import { until } from './until.ts';

/** One player's end of a match, while the player is still in the room. */
export type MatchEnd = SeenMatch & { readonly player: SimulatedPlayer; readonly room: Room };

export type MatchesPlan = {
  /** `ws://host:port/ws` */
  readonly url: string;
  /** By name. */
  readonly game: string;
  /** Seats of a quick match; asked of the server's `/games` if not given. */
  readonly seats?: number;
  readonly matches: number;
  /** Matches that are played at once. */
  readonly concurrency: number;
  /** The same seed makes the same choices from the same documents. */
  readonly seed: string | number;
  readonly strategy?: Strategy;
  /** Without an opponent or a new document for so long, a match has failed, in ms. */
  readonly patienceMs?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Told for each player before it leaves the room; a match fails by what it throws. */
  readonly onMatchEnd?: (end: MatchEnd) => void | Promise<void>;
  /** By default a client of the SDK over a real socket. */
  readonly connect?: (options: Pick<ConnectOptions, 'name'>) => Client;
};

/** A turn of the bundled game lasts 30 seconds. */
const PATIENCE_MS = 60_000;

/** How long one waits who has asked for too many matches. */
const AGAIN_MS = 2_000;

/** Plays them all, come what may. Rejects only where the server can't be reached, or has no such game. */
export async function playMatches(plan: MatchesPlan): Promise<Summary> {
  const seats = plan.seats ?? (await seatsOf(plan));
  const tally = new MatchCounts();
  const tables = Array.from({ length: Math.min(plan.concurrency, plan.matches) }, (_, table) =>
    Array.from({ length: seats }, (_, seat) => newPlayer(plan, tally, `${table + 1}-${seat + 1}`)),
  );
  try {
    await Promise.all(tables.flat().map(({ client }) => reached(client)));
    await playAll(tables, plan, tally);
  } finally {
    for (const { client } of tables.flat()) client.close();
  }
  return tally.summary();
}

/** The players of a table ask for a match together, so that no ticket is left over; whom they meet is chance. */
async function playAll(tables: SimulatedPlayer[][], plan: MatchesPlan, tally: MatchCounts): Promise<void> {
  let begun = 0;
  const playOn = async (players: readonly SimulatedPlayer[]): Promise<void> => {
    while (begun < plan.matches) {
      begun += 1;
      const ends = await Promise.allSettled(players.map((player) => playOne(player, plan, tally)));
      const failure = ends.find((end) => end.status === 'rejected');
      if (failure) tally.failed(failure.reason);
      plan.onProgress?.(tally.progress);
    }
  };
  await Promise.all(tables.map(playOn));
}

async function playOne(player: SimulatedPlayer, plan: MatchesPlan, tally: MatchCounts): Promise<void> {
  const { game, onMatchEnd, patienceMs = PATIENCE_MS } = plan;
  const room = await found(player, { game, patienceMs });
  const seen = await patient(player.play(room), { patienceMs, room, giveUp: () => void leave(room) });
  tally.finished(room.id, seen);
  await onMatchEnd?.({ ...seen, player, room });
  await room.leave();
}

/** A server that was asked too often in a minute takes the next wish in the one after. */
async function found(
  { client }: SimulatedPlayer,
  { game, patienceMs }: { readonly game: string; readonly patienceMs: number },
): Promise<Room> {
  for (;;) {
    const ticket = client.find(game);
    try {
      return await patient(ticket.room, { patienceMs, giveUp: () => void ticket.cancel() });
    } catch (error) {
      if (!(error instanceof ClientError && error.code === 'FIND_LIMIT')) throw error;
    }
    await new Promise<void>((resolve) => systemClock.at(systemClock.now() + AGAIN_MS, resolve));
  }
}

/** Rejects if there is no end, and no news from the room either, for too long. */
async function patient<Result>(
  work: Promise<Result>,
  { patienceMs, room, giveUp }: { patienceMs: number; room?: Room; giveUp: () => void },
): Promise<Result> {
  const { promise: tooLong, reject } = Promise.withResolvers<never>();
  const seconds = patienceMs / 1000;
  const lost = (): void =>
    reject(new Error(`${room ? 'the match stood still' : 'nobody came'} for ${seconds} s`));
  let cancel = (): void => {};
  const wait = (): void => {
    cancel();
    cancel = systemClock.at(systemClock.now() + patienceMs, lost);
  };
  wait();
  const stop = room?.subscribe(wait);
  try {
    return await Promise.race([work, tooLong]);
  } catch (error) {
    work.catch(() => {});
    giveUp();
    throw error;
  } finally {
    cancel();
    stop?.();
  }
}

const leave = (room: Room): Promise<void> => room.leave().catch(() => {});

function newPlayer(plan: MatchesPlan, tally: MatchCounts, place: string): SimulatedPlayer {
  const { url, seed, strategy = randomLegal } = plan;
  const name = `Bot ${place}`;
  const client = plan.connect?.({ name }) ?? connect({ url, name });
  return new SimulatedPlayer({
    ...{ client, strategy, random: seededRandom(`${seed}/${place}`) },
    pace: createPacer({ clock: systemClock, limits: () => client.limits }),
    onIntent: (result, ms) => tally.intent(result.ok, ms),
  });
}

async function reached(client: Client): Promise<void> {
  const { closeCode, status } = await until(client, () => client.status !== 'connecting').catch(() => client);
  if (status !== 'online') throw new Error(`the server cannot be reached (${closeCode ?? 'no answer'})`);
}

async function seatsOf({ url, game }: MatchesPlan): Promise<number> {
  const address = new URL('/games', url.replace(/^ws/, 'http'));
  const response = await fetch(address).catch((error: unknown) => {
    throw new Error(`the server cannot be reached at ${address.origin}`, { cause: error });
  });
  const { games } = (await response.json()) as { games: { name: string; seats: { min: number } }[] };
  const found = games.find(({ name }) => name === game);
  if (found) return found.seats.min;
  throw new Error(`the server has no game ${game}; it has ${games.map(({ name }) => name).join(', ')}`);
}
