// Plays many quick matches against a running server: the load generator behind `turnkeeper bots`.
import { randomLegal, type Strategy, seededRandom } from '../bots/index.ts';
import { type Client, ClientError, type ConnectOptions, connect, type Room } from '../client/index.ts';
import { type Clock, systemClock } from '../clock/index.ts';
import type { Limits } from '../protocol/index.ts';
import { MatchCounts, type Progress, type Summary } from './match-counts.ts';
import { type SeenMatch, SimulatedPlayer } from './simulated-player.ts';
import { until } from './until.ts';

/** The end of a match for one player who is still in the room. */
export type MatchEnd = SeenMatch & { readonly player: SimulatedPlayer; readonly room: Room };

/** What `playMatches` plays, and against which server. */
export type MatchesPlan = {
  /** `ws://host:port/ws` */
  readonly url: string;
  /** Name of the game. */
  readonly game: string;
  /** Seats of a quick match; by default read from the server's `/games`. */
  readonly seats?: number;
  /** Number of matches in all. */
  readonly matches: number;
  /** Number of matches at the same time. */
  readonly concurrency: number;
  /** The same seed makes the same choices for the same documents. */
  readonly seed: string | number;
  readonly strategy?: Strategy;
  /** A match fails after this time without an opponent or a new document, in ms; 60,000 by default. */
  readonly patienceMs?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Called for each player before it leaves the room. The match fails if this throws or rejects. */
  readonly onMatchEnd?: (end: MatchEnd) => void | Promise<void>;
  /** By default an SDK client over a network socket. */
  readonly connect?: (options: Pick<ConnectOptions, 'name'>) => Client;
};

/** Twice the turn time of tic-tac-toe, 30 s. */
const PATIENCE_MS = 60_000;

/** Time until the next try after FIND_LIMIT. */
const RETRY_MS = 2_000;

/**
 * Plays all matches. Failed matches are counted in the summary and do not end the run. Players stay within the message
 * rate that the server announces.
 *
 * @throws Error if the server cannot be reached or does not have the game
 * @example
 * ```ts
 * const url = 'ws://localhost:3000/ws';
 * const summary = await playMatches({ url, game: 'tic-tac-toe', matches: 100, concurrency: 20, seed: 7 });
 * console.log(summary.finished, summary.failed, summary.latency.p99);
 * ```
 */
export async function playMatches(plan: MatchesPlan): Promise<Summary> {
  const seats = plan.seats ?? (await seatsOf(plan));
  const counts = new MatchCounts();
  const groups = Array.from({ length: Math.min(plan.concurrency, plan.matches) }, (_, group) =>
    Array.from({ length: seats }, (_, seat) => newPlayer(plan, counts, `${group + 1}-${seat + 1}`)),
  );
  try {
    await Promise.all(groups.flat().map(({ client }) => connected(client)));
    await playAll(groups, plan, counts);
  } finally {
    for (const { client } of groups.flat()) client.close();
  }
  return counts.summary();
}

/** The players of a group ask for a match together, so that no ticket is left over. Their opponents are random. */
async function playAll(groups: SimulatedPlayer[][], plan: MatchesPlan, counts: MatchCounts): Promise<void> {
  let started = 0;
  const playOn = async (players: readonly SimulatedPlayer[]): Promise<void> => {
    while (started < plan.matches) {
      started += 1;
      const ends = await Promise.allSettled(players.map((player) => playOne(player, plan, counts)));
      const failure = ends.find((end) => end.status === 'rejected');
      if (failure) counts.failed(failure.reason);
      plan.onProgress?.(counts.progress);
    }
  };
  await Promise.all(groups.map(playOn));
}

async function playOne(player: SimulatedPlayer, plan: MatchesPlan, counts: MatchCounts): Promise<void> {
  const { game, onMatchEnd, patienceMs = PATIENCE_MS } = plan;
  const room = await findMatch(player, { game, patienceMs });
  const seen = await withPatience(player.play(room), { patienceMs, room, giveUp: () => void leave(room) });
  counts.finished(room.id, seen);
  await onMatchEnd?.({ ...seen, player, room });
  await room.leave();
}

/** Finds a match. Tries again where the server's limit of requests per minute is reached. */
async function findMatch(
  { client }: SimulatedPlayer,
  { game, patienceMs }: { readonly game: string; readonly patienceMs: number },
): Promise<Room> {
  for (;;) {
    const ticket = client.find(game);
    try {
      return await withPatience(ticket.room, { patienceMs, giveUp: () => void ticket.cancel() });
    } catch (error) {
      if (!(error instanceof ClientError && error.code === 'FIND_LIMIT')) throw error;
    }
    await new Promise<void>((resolve) => systemClock.at(systemClock.now() + RETRY_MS, resolve));
  }
}

/** Rejects if the work does not end and the room does not change for `patienceMs`. */
async function withPatience<Result>(
  work: Promise<Result>,
  { patienceMs, room, giveUp }: { patienceMs: number; room?: Room; giveUp: () => void },
): Promise<Result> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const seconds = patienceMs / 1000;
  const expire = (): void =>
    reject(new Error(`${room ? 'no change in the match' : 'no opponent'} for ${seconds} s`));
  let cancel = (): void => {};
  const restart = (): void => {
    cancel();
    cancel = systemClock.at(systemClock.now() + patienceMs, expire);
  };
  restart();
  const stop = room?.subscribe(restart);
  try {
    return await Promise.race([work, timeout]);
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

function newPlayer(plan: MatchesPlan, counts: MatchCounts, place: string): SimulatedPlayer {
  const { url, seed, strategy = randomLegal } = plan;
  const name = `Bot ${place}`;
  const client = plan.connect?.({ name }) ?? connect({ url, name });
  return new SimulatedPlayer({
    ...{ client, strategy, random: seededRandom(`${seed}/${place}`) },
    pace: createPacer({ clock: systemClock, limits: () => client.limits }),
    onIntent: (result, ms) => counts.intent(result.ok, ms),
  });
}

async function connected(client: Client): Promise<void> {
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

/** Share of the allowed message rate; the rest is for messages that the SDK sends by itself. */
const SHARE = 0.75;

type PacerOptions = {
  readonly clock: Clock;
  readonly limits: () => Pick<Limits, 'messagesPerSecond' | 'messageBurst'> | undefined;
};

/**
 * Keeps a simulated player within the server's message rate. Each call resolves when one more message may be sent;
 * calls must not overlap.
 */
function createPacer({ clock, limits }: PacerOptions): () => Promise<void> {
  let free: number | undefined;
  let countedAt = clock.now();
  return async () => {
    const { messagesPerSecond = 1, messageBurst = 1 } = limits() ?? {};
    const perMs = (messagesPerSecond * SHARE) / 1000;
    const now = clock.now();
    free = Math.min(messageBurst * SHARE, (free ?? messageBurst * SHARE) + (now - countedAt) * perMs);
    countedAt = now;
    free -= 1;
    const wait = -free / perMs;
    if (wait > 0) await new Promise<void>((resolve) => clock.at(now + wait, resolve));
  };
}
