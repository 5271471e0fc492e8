// The quick-match queues: keeps tickets, runs the pairing whenever something changed, and seats who is paired (L1).
import type { Rules } from '../game/index.ts';
import { type Json, stableText } from '../json.ts';
import type { ErrorCode, ServerMessageType } from '../protocol/index.ts';
import type { Room, RoomObserver } from '../room/index.ts';
import { Caller, type Connection, type Session } from '../session/index.ts';
import { type OpenRoom, type Pairing, pair } from './pairing.ts';

/** What a player waits for. `options` are checked already, with the game's defaults in them. */
export type MatchRequest = { readonly rules: Rules; readonly options: Json };

type Ticket = MatchRequest & {
  readonly player: string;
  readonly pool: string;
  readonly session: Session;
  /** Paired, and on the way to a seat: not to be paired again, nor cancelled. */
  seating: boolean;
};

export type MatchmakerOptions = {
  readonly makeRoom: (wish: MatchRequest) => Room;
  readonly roomById: (id: string) => Room | undefined;
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

  get size(): number {
    return this.#tickets.size;
  }

  has(session: Session): boolean {
    return this.#tickets.has(session);
  }

  /** False if the session is waiting already. */
  add(session: Session, wish: MatchRequest): boolean {
    if (this.#tickets.has(session)) return false;
    const pool = poolOf(wish);
    this.#tickets.set(session, { ...wish, player: session.player, pool, session, seating: false });
    return true;
  }

  /** Takes a ticket back, unless its owner is being seated already. */
  cancel(session: Session): void {
    if (this.#tickets.get(session)?.seating === false) this.#tickets.delete(session);
  }

  /**
   * Seats whoever can be. What seating sets off waits until all who are paired are on their way:
   * else somebody later could slip in between.
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

  changed(room: Room): void {
    const open = openRoom(room);
    if (open === undefined) this.#open.delete(room.id);
    else this.#open.set(room.id, open);
    if (open !== undefined) this.run();
  }

  closed(room: Room): void {
    this.#open.delete(room.id);
  }

  #pairAndSeat(): void {
    if (this.#tickets.size === 0) return;
    const waiting = [...this.#tickets.values()].filter((ticket) => !ticket.seating);
    const pairings = pair(waiting, [...this.#open.values()], (pool) => seatsOf(pool, waiting));
    for (const { tickets } of pairings) for (const ticket of tickets) ticket.seating = true;
    for (const pairing of pairings) this.#seat(pairing);
  }

  #seat({ room: id, tickets }: Pairing<Ticket>): void {
    // Who has gone since is dropped first: a room is made only for players who enter it.
    const here = tickets.filter((ticket) => this.#isHere(ticket));
    const [first] = here;
    if (first === undefined) return;
    const room = id === null ? this.#options.makeRoom(first) : this.#options.roomById(id);
    for (const ticket of here) {
      const { connection } = ticket.session;
      if (room === undefined || connection === null) this.#putBack(ticket);
      else room.join(this.#callerFor({ ticket, connection, room, isNew: id === null }), 'player');
    }
  }

  #isHere({ session }: Ticket): boolean {
    if (session.connection === null) this.#tickets.delete(session);
    return session.connection !== null;
  }

  #putBack(ticket: Ticket): void {
    ticket.seating = false;
    if (ticket.session.connection === null) this.#tickets.delete(ticket.session);
  }

  /** One whose answer is the seat itself, and whose refusal puts the ticket back to its place. */
  #callerFor({ ticket, connection, room, isNew }: Seating): Caller {
    return new SeatedCaller(ticket.session, connection, {
      seated: () => void this.#tickets.delete(ticket.session),
      refused: (code) => {
        this.#putBack(ticket);
        if (code !== 'ROOM_FULL' && code !== 'UNKNOWN_ROOM') return;
        this.#open.delete(room.id);
        // A new room that is gone was not stored: another one at once would fare the same, without end.
        if (!isNew) this.run();
      },
    });
  }
}

type Seating = {
  readonly ticket: Ticket;
  readonly connection: Connection;
  readonly room: Room;
  readonly isNew: boolean;
};

type Then = { readonly seated: () => void; readonly refused: (code: ErrorCode) => void };

class SeatedCaller extends Caller {
  readonly #then: Then;

  constructor(session: Session, connection: Connection, then: Then) {
    super(session, connection);
    this.#then = then;
  }

  override tellText(type: ServerMessageType, payload: string): void {
    super.tellText(type, payload);
    if (type === 'joined') this.#then.seated();
  }

  override refuse(code: ErrorCode): void {
    this.#then.refused(code);
  }
}

function poolOf({ rules, options }: MatchRequest): string {
  return `${rules.game.name} ${stableText(options)}`;
}

function seatsOf(pool: string, tickets: readonly Ticket[]): number {
  return tickets.find((ticket) => ticket.pool === pool)?.rules.game.seats.min ?? 0;
}

function openRoom(room: Room): OpenRoom | undefined {
  const { setup, status, seats } = room.state;
  if (setup.visibility !== 'public' || status !== 'waiting') return undefined;
  const players = new Set(seats.flatMap((holder) => (holder === null ? [] : [holder.player])));
  const free = seats.length - players.size;
  // A room nobody sits in yet is one that its maker is about to enter.
  if (free === 0 || players.size === 0) return undefined;
  return { room: room.id, pool: poolOf({ rules: room.rules, options: setup.options }), free, players };
}
