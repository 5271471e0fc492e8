// Quick match: keeps tickets, pairs them whenever something changed, and seats the players who are paired (L1).
import type { Rules } from '../game/index.ts';
import { type Json, stableText } from '../json.ts';
import { chain } from '../maybe-promise.ts';
import type { JoinOutcome, RoomHandle, RoomLogger, RoomObserver, RoomSummary } from '../room/index.ts';
import { Caller, type Connection, type Session } from '../session/index.ts';
import { type OpenRoom, type Pairing, pair } from './pairing.ts';

/** What a player waits for. `options` are checked already, and include the game's defaults. */
export type MatchRequest = { readonly rules: Rules; readonly options: Json };

type Ticket = MatchRequest & {
  readonly player: string;
  readonly pool: string;
  readonly session: Session;
  /** Paired, and on the way to a seat: it is neither paired again nor cancelled. */
  seating: boolean;
};

export type MatchmakerOptions = {
  readonly makeRoom: (request: MatchRequest) => RoomHandle;
  readonly roomById: (id: string) => RoomHandle | undefined;
  readonly log: Pick<RoomLogger, 'error'>;
};

export class Matchmaker implements RoomObserver {
  readonly #options: MatchmakerOptions;
  /** In the order in which they came. */
  readonly #tickets = new Map<Session, Ticket>();
  readonly #open = new Map<string, OpenRoom>();
  #isWanted = false;
  #isRunning = false;

  constructor(options: MatchmakerOptions) {
    this.#options = options;
  }

  /** How many tickets wait. */
  get size(): number {
    return this.#tickets.size;
  }

  has(session: Session): boolean {
    return this.#tickets.has(session);
  }

  /** False if the session is waiting already. */
  add(session: Session, request: MatchRequest): boolean {
    if (this.#tickets.has(session)) return false;
    const pool = poolOf(request.rules.game.name, request.options);
    this.#tickets.set(session, { ...request, player: session.player, pool, session, seating: false });
    return true;
  }

  /** Takes a ticket back, unless its owner is being seated already. */
  cancel(session: Session): void {
    if (this.#tickets.get(session)?.seating === false) this.#tickets.delete(session);
  }

  /**
   * Seats all players who can be seated. What seating causes waits until all who are paired are on their way;
   * otherwise a later ticket could slip in between.
   */
  run(): void {
    this.#isWanted = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#isWanted) {
      this.#isWanted = false;
      this.#pairAndSeat();
    }
    this.#isRunning = false;
  }

  changed(summary: RoomSummary): void {
    const open = openRoom(summary);
    if (open === undefined) this.#open.delete(summary.room);
    else this.#open.set(summary.room, open);
    if (open !== undefined) this.run();
  }

  closed(room: string): void {
    this.#open.delete(room);
  }

  #pairAndSeat(): void {
    if (this.#tickets.size === 0) return;
    const waiting = [...this.#tickets.values()].filter((ticket) => !ticket.seating);
    const pairings = pair(waiting, [...this.#open.values()], (pool) => seatsOf(pool, waiting));
    for (const { tickets } of pairings) for (const ticket of tickets) ticket.seating = true;
    for (const pairing of pairings) this.#seat(pairing);
  }

  #seat({ room: id, tickets }: Pairing<Ticket>): void {
    // Tickets of sessions that have gone are dropped first: a room is made only for players who enter it.
    const here = tickets.filter((ticket) => this.#isHere(ticket));
    const [first] = here;
    if (first === undefined) return;
    const room = id === null ? this.#options.makeRoom(first) : this.#options.roomById(id);
    for (const ticket of here) {
      const { connection } = ticket.session;
      if (room === undefined || connection === null) this.#putBack(ticket);
      else this.#join(ticket, { room, connection, isNew: id === null });
    }
  }

  /** A refusal is not sent: the ticket goes back to its place. */
  #join(
    ticket: Ticket,
    { room, connection, isNew }: { room: RoomHandle; connection: Connection; isNew: boolean },
  ): void {
    const { session } = ticket;
    const settle = (outcome: JoinOutcome): void => {
      if (outcome.status === 'joined') {
        this.#tickets.delete(session);
        return;
      }
      this.#putBack(ticket);
      if (outcome.code !== 'ROOM_FULL' && outcome.code !== 'UNKNOWN_ROOM') return;
      this.#open.delete(room.id);
      // A new room that is gone was not stored: another one at once would meet the same, without end.
      if (!isNew) this.run();
    };
    const joined = chain(room.join(new Caller(session, connection), 'player'), settle);
    if (!(joined instanceof Promise)) return;
    joined.catch((err: unknown) => {
      this.#options.log.error({ room: room.id, err }, 'a player of a quick match could not be seated');
      this.#putBack(ticket);
    });
  }

  #isHere({ session }: Ticket): boolean {
    if (session.connection === null) this.#tickets.delete(session);
    return session.connection !== null;
  }

  #putBack(ticket: Ticket): void {
    ticket.seating = false;
    if (ticket.session.connection === null) this.#tickets.delete(ticket.session);
  }
}

function poolOf(game: string, options: Json): string {
  return `${game} ${stableText(options)}`;
}

function seatsOf(pool: string, tickets: readonly Ticket[]): number {
  return tickets.find((ticket) => ticket.pool === pool)?.rules.game.seats.min ?? 0;
}

function openRoom({ room, game, options, visibility, status, seats }: RoomSummary): OpenRoom | undefined {
  if (visibility !== 'public' || status !== 'waiting') return undefined;
  const players = new Set(seats.flatMap((holder) => (holder === null ? [] : [holder.player])));
  const free = seats.length - players.size;
  // A room without players is one that its maker is about to enter.
  if (free === 0 || players.size === 0) return undefined;
  return { room, pool: poolOf(game, options), free, players };
}
